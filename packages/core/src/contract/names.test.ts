import { attemptName, jobName, parseAttempt } from './names.js'

const digest = '0123456789abcdef'.repeat(4)

describe('jobName', () => {
  it('is legal on SageMaker with the longest experiment name and many attempts', () => {
    const name = attemptName(jobName('a'.repeat(20), digest), 30)
    expect(name).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/)
    expect(parseAttempt(name)).toEqual({ name: jobName('a'.repeat(20), digest), attempt: 30 })
  })

  it('has no suffix for the first attempt', () => {
    expect(attemptName(jobName('x', digest), 1)).toBe('x-0123456789ab')
    expect(parseAttempt('x-0123456789ab')).toEqual({ name: 'x-0123456789ab', attempt: 1 })
  })
})
