import { CreateTrainingJobCommand, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker'

import { errorOf, pathOf, shell, startFixture, stopFixture, trainingJob, waitForJob } from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture({
    parallel: 1,
    stopGrace: 300,
    latency: { starting: 200, downloading: 200, uploading: 200 },
    images: {
      polite: shell('trap "echo saved > model/state; exit 0" TERM; echo ready=1; while :; do sleep 0.02; done'),
      stubborn: shell('trap "" TERM; echo ready=1; while :; do sleep 0.02; done'),
    },
  })
})
afterAll(() => stopFixture(fixture))

const create = (name: string, image = 'ok') =>
  fixture.client.send(
    new CreateTrainingJobCommand(
      trainingJob(name, {
        AlgorithmSpecification: {
          TrainingImage: image,
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'ready', Regex: 'ready=(\\d)' }],
        },
      }),
    ),
  )
const stop = (name: string) => fixture.client.send(new StopTrainingJobCommand({ TrainingJobName: name }))
const reaches = (name: string, state: string) =>
  waitForJob(fixture.client, name, ({ SecondaryStatus }) => SecondaryStatus === state)
const runs = (name: string) => waitForJob(fixture.client, name, (job) => job.FinalMetricDataList?.[0]?.Value === 1)

describe('StopTrainingJob', () => {
  it('answers ValidationException for a job that is not there', async () => {
    expect(await errorOf(stop('absent'))).toBe('ValidationException: Requested resource not found.')
  })

  it.each(['Starting', 'Downloading', 'Uploading'])('stops a job that is %s', async (state) => {
    const name = `stop-${state.toLowerCase()}`
    await create(name)
    await reaches(name, state)
    await stop(name)
    const job = await waitForJob(fixture.client, name)
    expect(job.TrainingJobStatus).toBe('Stopped')
    expect(pathOf(job).slice(-3)).toEqual([state, 'Stopping', 'Stopped'])
  })

  it('stops a job that waits in the queue, which never runs', async () => {
    await create('ahead', 'stubborn')
    await create('queued')
    await reaches('ahead', 'Downloading')
    await stop('queued')
    expect(pathOf(await waitForJob(fixture.client, 'queued'))).toEqual(['Starting', 'Stopping', 'Stopped'])
    await stop('ahead')
    await waitForJob(fixture.client, 'ahead')
  })

  it('asks with SIGTERM and keeps what the job saves', async () => {
    await create('polite', 'polite')
    await runs('polite')
    await stop('polite')
    const job = await waitForJob(fixture.client, 'polite')
    expect(pathOf(job)).toEqual(['Starting', 'Downloading', 'Training', 'Stopping', 'Stopped'])
    expect(job.FailureReason).toBeUndefined()
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBe('s3://bucket/output/polite/output/model.tar.gz')
  })

  it('ends with SIGKILL what does not listen; a second stop is no error, one too late is', async () => {
    await create('stubborn', 'stubborn')
    await runs('stubborn')
    await stop('stubborn')
    await stop('stubborn')
    expect((await waitForJob(fixture.client, 'stubborn')).TrainingJobStatus).toBe('Stopped')
    expect(await errorOf(stop('stubborn'))).toBe(
      'ValidationException: The request was rejected because the training job is in status Stopped.',
    )
    expect(fixture.errors).toEqual([])
  })
})
