import { advance, isTerminal, newTrainingJob } from './record.js'
import type { SecondaryStatus } from './record.js'

const job = newTrainingJob(
  1,
  'arn',
  { TrainingJobName: 'a', RoleArn: 'r', OutputDataConfig: { S3OutputPath: 's3://b' }, Tags: [] },
  1000,
)
const through = (...path: SecondaryStatus[]) =>
  path.reduce((each, status, index) => advance(each, status, 2000 + index * 1000), job)

describe('advance', () => {
  it('closes one transition as it opens the next', () => {
    expect(through('Downloading', 'Training').transitions).toEqual([
      { status: 'Starting', startTime: 1000, endTime: 2000, message: expect.any(String) },
      { status: 'Downloading', startTime: 2000, endTime: 3000, message: expect.any(String) },
      { status: 'Training', startTime: 3000, message: expect.any(String) },
    ])
  })

  it('counts time on instances from the first Downloading to the end', () => {
    const done = through('Downloading', 'Interrupted', 'Starting', 'Downloading', 'Training', 'Uploading', 'Completed')
    expect([done.trainingStartTime, done.trainingEndTime]).toEqual([2000, 8000])
  })

  it('never goes back in time', () => {
    expect(advance(through('Downloading'), 'Training', 5).lastModifiedTime).toBe(2000)
  })

  it.each<SecondaryStatus[]>([
    ['Training'],
    ['Completed'],
    ['Downloading', 'Completed'],
    ['Downloading', 'Training', 'Starting'],
    ['Downloading', 'Training', 'Stopping', 'Training'],
    ['Downloading', 'Failed', 'Starting'],
    ['Stopping', 'Stopped', 'Stopping'],
  ])('refuses a step that the life cycle does not have', (...path) => {
    expect(() => through(...path)).toThrow(/cannot go from/)
  })

  it('forgets the process of a job that has ended', () => {
    const process = { pid: 1, startTime: '1' }
    const ended = advance({ ...through('Downloading', 'Training'), process }, 'Failed', 9000, { failureReason: 'why' })
    expect(isTerminal(ended)).toBe(true)
    expect(ended).not.toHaveProperty('process')
    expect(ended.failureReason).toBe('why')
  })
})
