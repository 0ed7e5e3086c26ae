import { CreateTrainingJobCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker'

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

const raw = (input: unknown) => send(fixture.emulator.url, 'CreateTrainingJob', input)
const create = (input: ReturnType<typeof trainingJob>) => fixture.client.send(new CreateTrainingJobCommand(input))

describe('CreateTrainingJob: serialization', () => {
  it.each([
    [{ TrainingJobName: 1 }, "NUMBER_VALUE can not be converted to String (at 'trainingJobName')"],
    [{ TrainingJobName: true }, "TRUE_VALUE can not be converted to String (at 'trainingJobName')"],
    [{ TrainingJobName: [] }, "Start of list found where String was expected. (at 'trainingJobName')"],
    [{ HyperParameters: { epochs: 3 } }, "NUMBER_VALUE can not be converted to String (at 'hyperParameters.epochs')"],
    [{ HyperParameters: [] }, "Start of list found where a map was expected. (at 'hyperParameters')"],
    [{ InputDataConfig: {} }, "Start of structure or map found where a list was expected. (at 'inputDataConfig')"],
    [{ InputDataConfig: ['a'] }, "STRING_VALUE can not be converted to a structure (at 'inputDataConfig.1.member')"],
    [
      { ResourceConfig: { InstanceCount: 1.5 } },
      "DECIMAL_VALUE can not be converted to Integer (at 'resourceConfig.instanceCount')",
    ],
    [
      { EnableManagedSpotTraining: 'true' },
      "STRING_VALUE can not be converted to Boolean (at 'enableManagedSpotTraining')",
    ],
  ])('rejects %j', async (input, message) => {
    const answer = await raw(input)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-amzn-errortype')).toBe('SerializationException')
    expect(answer.body).toEqual({ __type: 'SerializationException', message })
  })
})

describe('CreateTrainingJob: validation', () => {
  it('names every violation at once, in the sentences of the service', async () => {
    const answer = await raw({ TrainingJobName: '-a', RoleArn: 'short', Tags: [{ Key: 'a,b', Value: '' }] })
    expect(answer.body?.message).toBe(
      [
        "4 validation errors detected: Value null at 'outputDataConfig' failed to satisfy constraint: Member must not be null",
        "Value '-a' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
        "Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
        "Value 'a,b' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)",
      ].join('; '),
    )
  })

  it('takes null for absent', async () => {
    const answer = await raw({ ...trainingJob('with-null'), HyperParameters: null })
    expect(answer.status).toBe(200)
  })

  const resources = { InstanceCount: 1, VolumeSizeInGB: 1 }
  it.each([
    ['no image', { AlgorithmSpecification: { TrainingInputMode: 'File' } }, 'either TrainingImage or AlgorithmName'],
    ['no ResourceConfig', { ResourceConfig: undefined }, 'ResourceConfig is required'],
    ['no instance type', { ResourceConfig: resources }, 'ResourceConfig needs InstanceType'],
    [
      'no instance',
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 0, VolumeSizeInGB: 1 } },
      'at least 1',
    ],
    [
      'preferences beside a type',
      {
        ResourceConfig: {
          ...resources,
          InstanceType: 'ml.m5.large',
          InstancePreferences: [{ InstanceType: 'ml.m5.large', InstanceCount: 1 }],
        },
      },
      'InstancePreferences cannot be given together',
    ],
    [
      'preferences on Spot',
      {
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 60 },
        ResourceConfig: { VolumeSizeInGB: 1, InstancePreferences: [{ InstanceType: 'ml.m5.large', InstanceCount: 1 }] },
      },
      'InstancePreferences cannot be used with EnableManagedSpotTraining',
    ],
    ['Spot without a wait time', { EnableManagedSpotTraining: true }, 'MaxWaitTimeInSeconds is required'],
    [
      'a wait shorter than the run',
      { EnableManagedSpotTraining: true, StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 59 } },
      'greater than or equal to MaxRuntimeInSeconds',
    ],
    ['a wait without Spot', { StoppingCondition: { MaxWaitTimeInSeconds: 60 } }, 'only when EnableManagedSpotTraining'],
    ['29 days', { StoppingCondition: { MaxRuntimeInSeconds: 29 * 86_400 } }, '28 days'],
    [
      'a tag twice',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      'Duplicate tag keys',
    ],
    [
      'two instances',
      { ResourceConfig: { ...resources, InstanceType: 'ml.m5.large', InstanceCount: 2 } },
      'not available yet',
    ],
    ['Pipe mode', { AlgorithmSpecification: { TrainingImage: 'ok', TrainingInputMode: 'Pipe' } }, 'not available yet'],
    [
      'an output outside of S3',
      { OutputDataConfig: { S3OutputPath: 's3://bucket/../../etc' } },
      '"." or ".." as a segment',
    ],
    ['a bucket that leads up', { OutputDataConfig: { S3OutputPath: 's3://../x' } }, 'valid bucket name'],
    [
      'a checkpoint outside of S3',
      { CheckpointConfig: { S3Uri: 's3://bucket/a/../../b' } },
      '"." or ".." as a segment',
    ],
  ])('rejects %s', async (_, changes, message) => {
    const answer = await raw({ ...trainingJob('never'), ...changes })
    expect(answer.body?.__type).toBe('ValidationException')
    expect(answer.body?.message).toContain(message)
  })

  it.each(['([unclosed', 'a**', '(?<n>x)(?<n>y)['])('rejects the metric regex %s', async (Regex) => {
    const AlgorithmSpecification = {
      TrainingImage: 'ok',
      TrainingInputMode: 'File',
      MetricDefinitions: [{ Name: 'm', Regex }],
    }
    const { body } = await raw({ ...trainingJob('never'), AlgorithmSpecification })
    expect(body?.message).toBe(`The Regex "${Regex}" of metric "m" is not a regular expression.`)
  })

  const channel = (ChannelName: string, S3Uri = 's3://bucket/data/') => ({
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri } },
  })
  it('rejects a channel name given twice', async () => {
    const call = create(trainingJob('never', { InputDataConfig: [channel('train'), channel('train')] }))
    expect(await errorOf(call)).toContain('Duplicate channel name "train"')
  })

  it('rejects a channel named ".."', async () => {
    expect(await errorOf(create(trainingJob('never', { InputDataConfig: [channel('..')] })))).toContain(
      'must name a folder',
    )
  })

  it('keeps nothing of a request that it rejects', async () => {
    expect(await errorOf(describeJob(fixture.client, 'never'))).toBe(
      'ValidationException: Requested resource not found.',
    )
  })
})

describe('CreateTrainingJob: behavior', () => {
  it('answers the ARN and keeps the request', async () => {
    const hyperparameters = { epochs: '3', __proto__x: 'y', 'key with spaces': '' }
    const request = trainingJob('kept', { HyperParameters: hyperparameters, Environment: { A: 'b' } })
    const { TrainingJobArn } = await create(request)
    expect(TrainingJobArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:training-job/kept')
    expect(await describeJob(fixture.client, 'kept')).toMatchObject({ ...request, TrainingJobArn })
  })

  it('keeps a hyperparameter named __proto__', async () => {
    const body = JSON.stringify(trainingJob('proto')).replace('{', '{"HyperParameters":{"__proto__":"1"},')
    expect((await raw(body)).status).toBe(200)
    const answer = await send(fixture.emulator.url, 'DescribeTrainingJob', { TrainingJobName: 'proto' })
    expect(JSON.stringify(answer.body)).toContain('"HyperParameters":{"__proto__":"1"}')
  })

  it('gives a name once, to one of 50 who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => raw(trainingJob('wanted-by-many'))))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = answers.filter(({ status }) => status === 400)
    expect(refused).toHaveLength(49)
    expect(new Set(refused.map(({ body }) => `${body?.__type}: ${body?.Message}`))).toEqual(
      new Set([
        'ResourceInUse: Job name must be unique within an AWS account and region, and a training job with this name already exists (arn:aws:sagemaker:us-east-1:000000000000:training-job/wanted-by-many)',
      ]),
    )
    const listed = await fixture.client.send(new ListTrainingJobsCommand({ NameContains: 'wanted-by-many' }))
    expect(listed.TrainingJobSummaries).toHaveLength(1)
  })

  it('accepts an image that nobody has registered; the job then fails with that reason', async () => {
    await create(trainingJob('no-image', { image: 'registry/unknown:1' }))
    const job = await waitForJob(fixture.client, 'no-image')
    expect(job.TrainingJobStatus).toBe('Failed')
    expect(job.FailureReason).toContain('ClientError: Training image "registry/unknown:1" is not registered')
  })
})
