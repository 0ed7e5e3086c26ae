import { CreateTrainingJobCommand } from '@aws-sdk/client-sagemaker'

import {
  describeJob,
  errorOf,
  send,
  startFixture,
  stopFixture,
  trainingJob,
  waitForJob,
} from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => stopFixture(fixture))

describe('DescribeTrainingJob', () => {
  it('rejects a request without a name', async () => {
    const { body } = await send(fixture.emulator.url, 'DescribeTrainingJob', {})
    expect(body?.message).toBe(
      "1 validation error detected: Value null at 'trainingJobName' failed to satisfy constraint: Member must not be null",
    )
  })

  it('rejects a name of the wrong type', async () => {
    const { body } = await send(fixture.emulator.url, 'DescribeTrainingJob', { TrainingJobName: {} })
    expect(body?.__type).toBe('SerializationException')
  })

  it('answers ValidationException for a job that is not there', async () => {
    expect(await errorOf(describeJob(fixture.client, 'absent'))).toBe(
      'ValidationException: Requested resource not found.',
    )
  })

  it('answers times, durations and artifacts of a job that has ended', async () => {
    const before = Date.now()
    await fixture.client.send(new CreateTrainingJobCommand(trainingJob('ended', { StoppingCondition: undefined })))
    const job = await waitForJob(fixture.client, 'ended')
    const times = [job.CreationTime, job.TrainingStartTime, job.TrainingEndTime].map((time) => time?.getTime() ?? NaN)
    const all = [before, ...times, Date.now()]
    const [, start = NaN, end = NaN] = times
    const trained = Math.max(1, Math.round((end - start) / 1000))
    expect(all).toEqual([...all].sort((a, b) => a - b))
    expect(job).toMatchObject({
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      TrainingTimeInSeconds: trained,
      BillableTimeInSeconds: trained,
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      ModelArtifacts: { S3ModelArtifacts: 's3://bucket/output/ended/output/model.tar.gz' },
      EnableManagedSpotTraining: false,
    })
    expect(job).not.toHaveProperty('Tags')
    expect(job).not.toHaveProperty('FailureReason')
  })
})
