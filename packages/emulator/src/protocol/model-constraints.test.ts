/** Every constraint of the available operations, violated once, by requests made from the model itself. */
import { inputShapeOf, shapeNames, shapeOf } from './api.js'
import { operations } from '../resources.js'
import { compilePattern } from './pattern.js'
import { send, startFixture, stopFixture, trainingJob } from '../testing/fixture.js'
import type { Fixture } from '../testing/fixture.js'
import { processorSeconds } from '../testing/processor-time.js'
import { tuningJob } from '../testing/tuning.js'
import { requestsWithOneViolation } from '../testing/violate.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => stopFixture(fixture))

describe('the patterns of the model', () => {
  const patterns = [...new Set(shapeNames.flatMap((name) => shapeOf(name).pattern ?? []))]

  it.each(patterns)('%s takes linear time on hostile text', (pattern) => {
    const matches = compilePattern(pattern)
    const texts = ['a', '/', 'a-', ' ', '.', 's3://a/', 'é\u0000'].map((part) => part.repeat(10_000 / part.length))
    expect(processorSeconds(() => texts.forEach((text) => void matches(text)))).toBeLessThan(1.5)
  })
})

const large = ['CreateTrainingJob', 'CreateHyperParameterTuningJob']

describe.each(operations.map(({ name }) => name))('%s', (operation) => {
  const requests = [...requestsWithOneViolation(inputShapeOf(operation))]

  it('has constraints to violate', () => {
    expect(requests.length).toBeGreaterThanOrEqual(large.includes(operation) ? 300 : 4)
  })

  it('rejects each violation, and names its place', async () => {
    const wrong: unknown[] = []
    for (const { request, path, code, constraint } of requests) {
      const { status, body } = await send(fixture.emulator.url, operation, request)
      const message = body?.message ?? ''
      if (status !== 400 || body?.__type !== code || !message.includes(path) || !message.includes(constraint))
        wrong.push({ path, constraint, code, status, type: body?.__type, message: message.slice(0, 300) })
    }
    expect(wrong).toEqual([])
  })
})

describe('a minimal request that is valid', () => {
  it.each<[string, object]>([
    ['CreateTrainingJob', trainingJob('minimal')],
    ['DescribeTrainingJob', { TrainingJobName: 'minimal' }],
    ['ListTrainingJobs', {}],
    ['Search', { Resource: 'TrainingJob' }],
    ['ListTags', { ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/minimal' }],
    ['UpdateTrainingJob', { TrainingJobName: 'minimal' }],
    ['CreateHyperParameterTuningJob', tuningJob('minimal', { image: 'ok' })],
    ['DescribeHyperParameterTuningJob', { HyperParameterTuningJobName: 'minimal' }],
    ['ListHyperParameterTuningJobs', {}],
    ['ListTrainingJobsForHyperParameterTuningJob', { HyperParameterTuningJobName: 'minimal' }],
    ['Search', { Resource: 'HyperParameterTuningJob' }],
    ['StopHyperParameterTuningJob', { HyperParameterTuningJobName: 'minimal' }],
  ])('%s is answered with 200', async (operation, request) => {
    expect((await send(fixture.emulator.url, operation, request)).status).toBe(200)
  })
})
