import { CreateHyperParameterTuningJobCommand, StopHyperParameterTuningJobCommand } from '@aws-sdk/client-sagemaker'
import type { HyperParameterTuningJobConfig } from '@aws-sdk/client-sagemaker'

import { errorOf, send, shell, startFixture, stopFixture } from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'
import { definition, ranges, tuningJob } from '../../../testing/tuning.js'
import type { Changes } from '../../../testing/tuning.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture({ images: { waits: shell('exec sleep 60') }, stopGrace: 100 })
})
afterAll(() => stopFixture(fixture))

let count = 0
const create = (changes: Changes, name = `job-${(count += 1)}`) =>
  fixture.client.send(new CreateHyperParameterTuningJobCommand(tuningJob(name, changes)))

const objective = { Type: 'Minimize', MetricName: 'objective' } as const
const range = (Name: string, MinValue: string, MaxValue: string, more = {}) => ({ Name, MinValue, MaxValue, ...more })
const continuous = (...all: ReturnType<typeof range>[]): Changes => ({
  config: { ParameterRanges: { ContinuousParameterRanges: all } },
})
const integer = (...all: ReturnType<typeof range>[]): Changes => ({
  config: { ParameterRanges: { IntegerParameterRanges: all } },
})
const categorical = (...Values: string[]): HyperParameterTuningJobConfig['ParameterRanges'] => ({
  CategoricalParameterRanges: [{ Name: 'c', Values }],
})
const many = (length: number) => Array.from({ length }, (_, index) => range(`p${index}`, '0', '1'))
const several = (...all: object[]): Changes => ({
  config: { HyperParameterTuningJobObjective: undefined, ParameterRanges: undefined },
  request: {
    TrainingJobDefinition: undefined,
    TrainingJobDefinitions: all.map((each, index) =>
      definition('ok', {
        DefinitionName: `d${index}`,
        TuningObjective: objective,
        HyperParameterRanges: ranges,
        ...each,
      }),
    ),
  },
})

describe('CreateHyperParameterTuningJob refuses', () => {
  it.each<[string, Changes, RegExp]>([
    ['Autotune', { request: { Autotune: { Mode: 'Enabled' } } }, /"Autotune" is not available yet/],
    ['no definition', { request: { TrainingJobDefinition: undefined } }, /either TrainingJobDefinition or/],
    ['both kinds of definitions', { request: { TrainingJobDefinitions: [definition()] } }, /cannot both be given/],
    [
      'definitions of one name',
      several({ DefinitionName: 'a' }, { DefinitionName: 'a' }),
      /Duplicate DefinitionName "a"/,
    ],
    ['a definition without a name', several({ DefinitionName: undefined }), /needs a DefinitionName/],
    ['no objective', { config: { HyperParameterTuningJobObjective: undefined } }, /An objective metric is required\./],
    [
      'a definition without objective',
      several({}, { TuningObjective: undefined }),
      /required of training job definition "d1"/,
    ],
    ['two objectives', { definition: { TuningObjective: objective } }, /cannot both be given/],
    ['two places of ranges', { definition: { HyperParameterRanges: ranges } }, /cannot both be given/],
    [
      'an objective without a metric',
      { config: { HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'loss' } } },
      /A metric is required for this hyperparameter tuning job objective\. Provide a metric in the metric definitions\..*"loss"/,
    ],
    ['no ranges', { config: { ParameterRanges: {} } }, /at least one hyperparameter range/],
    [
      '31 ranges',
      continuous(...many(30), range('q', '0', '1')),
      /failed to satisfy constraint: Member must have length less/,
    ],
    [
      '31 ranges over two kinds',
      {
        config: {
          ParameterRanges: { ContinuousParameterRanges: many(30), IntegerParameterRanges: [range('q', '0', '1')] },
        },
      },
      /ranges is 31; at most 30/,
    ],
    ['one name in two ranges', continuous(range('x', '0', '1'), range('x', '0', '2')), /Duplicate hyperparameter "x"/],
    ['a name that is static too', continuous(range('seed', '0', '1')), /"seed" is in both/],
    ['an empty name', continuous(range('', '0', '1')), /empty Name/],
    [
      'an inverted range',
      continuous(range('x', '1', '0')),
      /MinValue "1" of hyperparameter "x" must be less than its MaxValue "0"/,
    ],
    ['a range of one point', integer(range('x', '3', '3')), /must be less than/],
    [
      'a fraction in an integer range',
      integer(range('x', '1', '2.5')),
      /MaxValue "2.5" of hyperparameter "x" must be an integer/,
    ],
    ['a word for a number', continuous(range('x', 'low', '1')), /MinValue "low" .* must be a decimal number/],
    ['infinity', continuous(range('x', '0', '1e999')), /MaxValue "1e999" .* must be a decimal number/],
    ['an integer that is too large', integer(range('x', '0', '9007199254740993')), /must be an integer/],
    ['a logarithm at 0', continuous(range('x', '0', '1', { ScalingType: 'Logarithmic' })), /values greater than 0/],
    [
      'a reverse logarithm at 1',
      continuous(range('x', '0', '1', { ScalingType: 'ReverseLogarithmic' })),
      /within 0 <= x < 1/,
    ],
    [
      'a reverse logarithm of integers',
      integer(range('x', '0', '9', { ScalingType: 'ReverseLogarithmic' })),
      /continuous ranges only/,
    ],
    ['a value twice', { most: 1, config: { ParameterRanges: categorical('a', 'a') } }, /Duplicate value "a" .* "c"/],
    [
      'automatic parameters',
      { config: { ParameterRanges: { ...ranges, AutoParameters: [{ Name: 'a', ValueHint: '1' }] } } },
      /Autotune only/,
    ],
    [
      'the hyperparameter that tuning adds',
      { definition: { StaticHyperParameters: { _tuning_objective_metric: 'x' } } },
      /it cannot be given/,
    ],
    [
      '101 hyperparameters',
      { definition: { StaticHyperParameters: Object.fromEntries(many(98).map(({ Name }) => [Name, '1'])) } },
      /would have 101 hyperparameters/,
    ],
    [
      '49 environment variables over all definitions',
      several(
        { Environment: Object.fromEntries(many(40).map(({ Name }) => [Name, '1'])) },
        { Environment: Object.fromEntries(many(9).map(({ Name }) => [Name, '1'])) },
      ),
      /49 environment variables; at most 48/,
    ],
    [
      'more in parallel than in all',
      { most: 2, parallel: 3 },
      /MaxParallelTrainingJobs \(3\) cannot be greater than MaxNumberOfTrainingJobs \(2\)/,
    ],
    [
      'no limit at all',
      { config: { ResourceLimits: { MaxParallelTrainingJobs: 1 } } },
      /MaxNumberOfTrainingJobs is required/,
    ],
    [
      'a space that is too small',
      { most: 10, config: { ParameterRanges: categorical('a', 'b', 'c') } },
      /The total number of hyperparameter combinations for the provided ranges \[3\.0\] must be equal or greater than the value of MaxNumberOfJobs, \[10\]\./,
    ],
    ['a grid over numbers', { config: { Strategy: 'Grid' } }, /categorical hyperparameter ranges only; "n" is Integer/],
    [
      'a grid of another size',
      { most: 4, config: { Strategy: 'Grid', ParameterRanges: categorical('a', 'b', 'c') } },
      /MaxNumberOfTrainingJobs \(4\) of a grid search must be the number of its combinations \(3\)/,
    ],
    [
      'settings of Hyperband without it',
      { config: { StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 9 } } } },
      /Strategy Hyperband only/,
    ],
    [
      'Hyperband without MaxResource',
      { config: { Strategy: 'Hyperband' } },
      /MaxResource parameter is not provided and could not be inferred from provided static/,
    ],
    [
      'Hyperband with early stopping',
      {
        definition: { StaticHyperParameters: { epochs: '9' } },
        config: { Strategy: 'Hyperband', TrainingJobEarlyStoppingType: 'Auto' },
      },
      /must be Off with Strategy Hyperband/,
    ],
    [
      'Hyperband upside down',
      {
        config: {
          Strategy: 'Hyperband',
          StrategyConfig: { HyperbandStrategyConfig: { MinResource: 5, MaxResource: 3 } },
        },
      },
      /MinResource \(5\) must be less than or equal to MaxResource \(3\)/,
    ],
    [
      'too many epochs',
      { config: { Strategy: 'Hyperband', StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 20_001 } } } },
      /at most 20000/,
    ],
    [
      'early stopping of several definitions',
      { ...several({}, {}), config: { ...several().config, TrainingJobEarlyStoppingType: 'Auto' } },
      /single training job definition only/,
    ],
    [
      'two resource configurations',
      { definition: { HyperParameterTuningResourceConfig: { InstanceType: 'ml.m5.large' } } },
      /cannot both be given/,
    ],
    [
      'a warm pool',
      {
        definition: { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, KeepAlivePeriodInSeconds: 60 } },
      },
      /uses warm pools by itself/,
    ],
    [
      'what CreateTrainingJob would refuse',
      { definition: { OutputDataConfig: { S3OutputPath: 's3://UPPER/x' } } },
      /is not an S3 URI/,
    ],
    [
      'two instances',
      { definition: { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 } } },
      /InstanceCount of 2 is not available/,
    ],
    [
      'one tag key twice',
      {
        request: {
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'a', Value: '2' },
          ],
        },
      },
      /Duplicate tag keys/,
    ],
  ])('%s', async (_, changes, sentence) => {
    const error = await errorOf(create(changes))
    expect(error).toMatch(/^ValidationException: /)
    expect(error).toMatch(sentence)
  })

  it.each<[string, Changes, RegExp]>([
    ['751 training jobs', { most: 751, config: { Strategy: 'Bayesian' } }, /is 750; this request would make it 751/],
    ['10,001 random training jobs', { most: 10_001 }, /is 10000; this request/],
    [
      '101 in parallel',
      { most: 200, parallel: 101 },
      /parallel training jobs.* is 100; this request would make it 101/,
    ],
  ])('%s as a quota', async (_, changes, sentence) => {
    const error = await errorOf(create(changes))
    expect(error).toMatch(/^ResourceLimitExceeded: /)
    expect(error).toMatch(sentence)
  })

  it('a name that is taken, in any case, and all but one of fifty at once', async () => {
    const request = tuningJob('Taken', { image: 'waits', most: 1 })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        send(fixture.emulator.url, 'CreateHyperParameterTuningJob', {
          ...request,
          HyperParameterTuningJobName: index % 2 === 0 ? 'Taken' : 'tAKEN',
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body?.__type === 'ResourceInUse')).toHaveLength(49)
    expect(await errorOf(create({}, 'TAKEN'))).toMatch(/^ResourceInUse: Hyperparameter tuning job names must be unique/)
    await fixture.client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'taken' }))
  })
})

describe('CreateHyperParameterTuningJob accepts', () => {
  it.each<[string, Changes]>([
    [
      'no MaxNumberOfTrainingJobs with MaxRuntimeInSeconds',
      { config: { ResourceLimits: { MaxParallelTrainingJobs: 1, MaxRuntimeInSeconds: 120 } } },
    ],
    [
      'a grid with its own size',
      { most: 3, config: { Strategy: 'Grid', ParameterRanges: categorical('a', 'b', 'c') } },
    ],
    ['a single category', { most: 1, config: { ParameterRanges: categorical('a') } }],
    ['a logarithm', { most: 1, ...continuous(range('x', '1e-5', '0.1', { ScalingType: 'Logarithmic' })) }],
    ['negative numbers', { most: 1, ...continuous(range('x', '-1.5', '-.5')) }],
    [
      'a list of instances',
      {
        most: 1,
        definition: {
          ResourceConfig: undefined,
          HyperParameterTuningResourceConfig: {
            InstanceConfigs: [{ InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 }],
          },
        },
      },
    ],
    ['a definition with its own objective and ranges', { ...several({}), most: 1 }],
  ])('%s', async (_, changes) => {
    expect((await create({ image: 'ok', ...changes })).HyperParameterTuningJobArn).toMatch(
      /^arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job\/job-\d+$/,
    )
  })
})
