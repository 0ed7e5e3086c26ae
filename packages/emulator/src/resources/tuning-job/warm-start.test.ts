import {
  CreateHyperParameterTuningJobCommand,
  DeleteHyperParameterTuningJobCommand,
  StopHyperParameterTuningJobCommand,
} from '@aws-sdk/client-sagemaker'
import type { HyperParameterTuningJobWarmStartType } from '@aws-sdk/client-sagemaker'

import { errorOf, shell, startFixture, stopFixture } from '../../testing/fixture.js'
import type { Fixture } from '../../testing/fixture.js'
import {
  definition,
  listTrials,
  printsParabola,
  program,
  ranges,
  tuningJob,
  waitForTuning,
} from '../../testing/tuning.js'
import type { Changes } from '../../testing/tuning.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture({
    stopGrace: 200,
    images: {
      parabola: program(printsParabola),
      'parabola:v2': program(printsParabola),
      waits: shell('exec sleep 60'),
      fails: shell('exit 1'),
    },
  })
  await create('parent', { most: 20, parallel: 2 })
  await create('failed', { image: 'fails', most: 1 })
  await create('statics', {
    most: 2,
    config: { ParameterRanges: { IntegerParameterRanges: [{ Name: 'n', MinValue: '1', MaxValue: '9' }] } },
    definition: { StaticHyperParameters: { seed: '0', x: '0.3' } },
  })
  await create('two', {
    most: 2,
    config: { HyperParameterTuningJobObjective: undefined, ParameterRanges: undefined },
    request: {
      TrainingJobDefinition: undefined,
      TrainingJobDefinitions: ['a', 'b'].map((DefinitionName) =>
        definition('parabola', {
          DefinitionName,
          TuningObjective: { Type: 'Minimize', MetricName: 'objective' },
          HyperParameterRanges: ranges,
        }),
      ),
    },
  })
  await create('running', { image: 'waits', most: 1 })
  for (const name of ['parent', 'failed', 'statics', 'two']) await waitForTuning(fixture.client, name)
})
afterAll(async () => {
  expect(fixture.errors).toEqual([])
  await stopFixture(fixture)
})

const create = (name: string, changes: Changes) =>
  fixture.client.send(new CreateHyperParameterTuningJobCommand(tuningJob(name, changes)))
const from = (
  parents: readonly string[],
  WarmStartType: HyperParameterTuningJobWarmStartType,
  changes: Changes = {},
): Changes => ({
  ...changes,
  request: {
    ...changes.request,
    WarmStartConfig: {
      WarmStartType,
      ParentHyperParameterTuningJobs: parents.map((HyperParameterTuningJobName) => ({ HyperParameterTuningJobName })),
    },
  },
})
const identical = (parent: string, changes: Changes = {}) => from([parent], 'IdenticalDataAndAlgorithm', changes)
const transfer = (parent: string, changes: Changes = {}) => from([parent], 'TransferLearning', changes)
const tuned = async (name: string, changes: Changes) => {
  await create(name, changes)
  return waitForTuning(fixture.client, name)
}
const valueOf = (trial: { FinalHyperParameterTuningJobObjectiveMetric?: { Value?: number } } | undefined) =>
  trial?.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? NaN
const keys = async (name: string) =>
  (await listTrials(fixture.client, name)).map(({ TunedHyperParameters = {} }) =>
    JSON.stringify(Object.entries(TunedHyperParameters).sort()),
  )

describe('a warm-started tuning job', () => {
  it('searches where its parent was good, and answers the best of both', async () => {
    const job = await tuned('child', identical('parent', { most: 4, config: { Strategy: 'Bayesian' } }))
    const parent = await waitForTuning(fixture.client, 'parent')
    const all = [...(await listTrials(fixture.client, 'parent')), ...(await listTrials(fixture.client, 'child'))]
    const best = Math.min(...all.map(valueOf))
    expect(valueOf(job.OverallBestTrainingJob)).toBe(best)
    expect(job.OverallBestTrainingJob?.TuningJobName).toBe(
      valueOf(parent.BestTrainingJob) === best ? 'parent' : 'child',
    )
    expect(job.BestTrainingJob?.TuningJobName).toBe('child')
    expect(job.WarmStartConfig?.WarmStartType).toBe('IdenticalDataAndAlgorithm')
    const random = (await listTrials(fixture.client, 'parent')).map(valueOf)
    const average = random.reduce((sum, value) => sum + value, 0) / random.length
    expect(valueOf(job.BestTrainingJob)).toBeLessThan(average / 4)
  })

  it('answers no overall best for transfer learning', async () => {
    const job = await tuned('transfer', transfer('parent', { most: 2, config: { Strategy: 'Bayesian' } }))
    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
    expect(job.OverallBestTrainingJob).toBeUndefined()
  })

  it('repeats nothing that a parent with identical data has tried, and ends when nothing is left', async () => {
    const few = {
      config: { ParameterRanges: { CategoricalParameterRanges: [{ Name: 'x', Values: ['0', '0.3', '1'] }] } },
      definition: { StaticHyperParameters: { seed: '0', n: '4' } },
    }
    await tuned('few', { ...few, most: 2 })
    const job = await tuned('rest', identical('few', { ...few, most: 3 }))
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 1 },
    })
    expect([...(await keys('few')), ...(await keys('rest'))].sort()).toEqual(
      ['0', '0.3', '1'].map((x) => JSON.stringify([['x', x]])).sort(),
    )
  })

  it('keeps what it inherited when its parent is deleted', async () => {
    await tuned('short-lived', { most: 10, parallel: 2 })
    const config = { Strategy: 'Bayesian' } as const
    await tuned('heir-1', identical('short-lived', { most: 2, config }))
    await create('heir-2', identical('short-lived', { most: 2, config }))
    await fixture.client.send(new DeleteHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'short-lived' }))
    const heir = await waitForTuning(fixture.client, 'heir-2')
    expect(await keys('heir-2')).toEqual(await keys('heir-1'))
    expect(heir.OverallBestTrainingJob).toBeDefined()
  })

  it.each<[string, Changes]>([
    ['a static hyperparameter that is now tuned', transfer('statics')],
    [
      'a tuned hyperparameter that is now static',
      identical('parent', {
        config: { ParameterRanges: { ContinuousParameterRanges: ranges.ContinuousParameterRanges } },
        definition: { StaticHyperParameters: { seed: '0', n: '4' } },
      }),
    ],
    ['a failed parent', transfer('failed')],
    [
      'hyperparameters copied from a description',
      transfer('parent', {
        definition: { StaticHyperParameters: { seed: '0', _tuning_objective_metric: 'objective' } },
      }),
    ],
    ['several parents', from(['parent', 'statics', 'failed'], 'TransferLearning')],
    [
      'other ranges',
      identical('parent', {
        config: {
          ParameterRanges: { ...ranges, ContinuousParameterRanges: [{ Name: 'x', MinValue: '0.2', MaxValue: '5' }] },
        },
      }),
    ],
    ['another version of the image', identical('parent', { image: 'parabola:v2' })],
    [
      'other data',
      transfer('parent', {
        definition: {
          InputDataConfig: [
            { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/none/' } } },
          ],
        },
      }),
    ],
  ])('takes %s', async (_, changes) => {
    const name = `takes-${(count += 1)}`
    expect((await create(name, { ...changes, most: 1 })).HyperParameterTuningJobArn).toMatch(name)
  })
})

let count = 0

describe('CreateHyperParameterTuningJob with parents refuses', () => {
  const statics = (values: Record<string, string>): Changes => ({ definition: { StaticHyperParameters: values } })
  it.each<[string, Changes, RegExp]>([
    ['one that is not there', identical('nobody'), /Parent hyperparameter tuning job "nobody" does not exist/],
    [
      'one that runs',
      identical('running'),
      /"running" is in status InProgress\. .* must be in status Completed, Stopped or Failed/,
    ],
    ['itself', identical('itself'), /"itself" cannot be its own parent/],
    ['one twice', from(['parent', 'PARENT'], 'TransferLearning'), /Duplicate parent/],
    ['six', from(['a', 'b', 'c', 'd', 'e', 'f'], 'TransferLearning'), /length less than or equal to 5/],
    ['one with several definitions', transfer('two'), /several training job definitions/],
    [
      'another direction',
      transfer('parent', {
        config: { HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'objective' } },
      }),
      /must be the same as that of its parents: "objective" \(Maximize\) is not "objective" \(Minimize\)/,
    ],
    [
      'another set of hyperparameters',
      transfer('parent', statics({ seed: '0', more: '1' })),
      /The set of tunable plus static HyperParameter names is not the same across current and parent tuning jobs\..*\[more\]/,
    ],
    ['one hyperparameter less', transfer('parent', statics({})), /\[seed\]/],
    [
      'another kind of range',
      transfer('parent', {
        config: {
          ParameterRanges: {
            ContinuousParameterRanges: [
              ...ranges.ContinuousParameterRanges,
              { Name: 'n', MinValue: '1', MaxValue: '9' },
            ],
          },
        },
      }),
      /type of hyperparameter "n" must not change when warm starting: it is Continuous here and Integer in parent/,
    ],
    [
      'another environment',
      transfer('parent', { definition: { Environment: { A: 'b' } } }),
      /Only the following fields in TrainingJobDefinition are allowed to change: .*"Environment"/,
    ],
    [
      'another image as identical',
      identical('parent', { image: 'other' }),
      /the training image is not that of parent "parent"/,
    ],
    [
      'other data as identical',
      identical('parent', {
        definition: {
          InputDataConfig: [
            { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/c/' } } },
          ],
        },
      }),
      /the input data is not that of parent/,
    ],
    [
      'a grid',
      transfer('parent', {
        most: 1,
        config: { Strategy: 'Grid', ParameterRanges: { CategoricalParameterRanges: [{ Name: 'x', Values: ['1'] }] } },
      }),
      /Bayesian and Random only, not with Grid/,
    ],
    [
      'Hyperband',
      transfer('parent', {
        config: { Strategy: 'Hyperband', StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 3 } } },
      }),
      /not with Hyperband/,
    ],
  ])('%s', async (name, changes, sentence) => {
    const error = await errorOf(create(name === 'itself' ? 'itself' : `refused-${(count += 1)}`, changes))
    expect(error).toMatch(/^ValidationException: /)
    expect(error).toMatch(sentence)
  })

  it('more than ten changes to static hyperparameters', async () => {
    const values = (value: string) => Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, value]))
    await tuned('many', { most: 1, ...statics(values('a')) })
    const changed = { ...values('b'), p10: 'a' }
    await create('ten', transfer('many', { most: 1, ...statics(changed) }))
    expect(await errorOf(create('eleven', transfer('many', { most: 1, ...statics(values('b')) })))).toMatch(
      /at most 10 static hyperparameters: this one makes 11 changes/,
    )
    // From tunable to static counts twice: 9 values and one such change are 11.
    const frozen = {
      config: { ParameterRanges: { ContinuousParameterRanges: ranges.ContinuousParameterRanges } },
      definition: { StaticHyperParameters: { ...changed, p9: 'a', n: '4' } },
    }
    expect(await errorOf(create('frozen', transfer('many', { most: 1, ...frozen })))).toMatch(
      /makes 11 changes .* 1 from tunable to static/,
    )
  })

  it('more training jobs than the quota, those of the parents included', async () => {
    const config = { Strategy: 'Bayesian' } as const
    expect(await errorOf(create('quota', transfer('parent', { most: 731, config })))).toMatch(
      /^ResourceLimitExceeded: .*those of its parents included,' is 750; this request would make it 751/,
    )
  })

  afterAll(() =>
    fixture.client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'running' })),
  )
})
