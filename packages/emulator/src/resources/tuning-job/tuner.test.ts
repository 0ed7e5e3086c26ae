import {
  AddTagsCommand,
  CreateHyperParameterTuningJobCommand,
  ListTagsCommand,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker'

import {
  describeJob,
  pathOf,
  pause,
  shell,
  startFixture,
  stopFixture,
  temporaryFolder,
  waitForJob,
} from '../../testing/fixture.js'
import type { Fixture } from '../../testing/fixture.js'
import {
  definition,
  describeTuning,
  listTrials,
  printsParabola,
  program,
  ranges,
  tuningJob,
  waitForTuning,
} from '../../testing/tuning.js'
import type { Changes } from '../../testing/tuning.js'

/** Prints the objective after each of so many epochs: better with a small x from the first on. */
const epochs = (count: number, every: string) =>
  program(`i=0; while [ $i -lt ${count} ]; do i=$((i + 1)); echo "objective=$x;"; sleep ${every}; done`)

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture({
    parallel: 3,
    stopGrace: 500,
    images: {
      parabola: program(printsParabola),
      slow: program(`${printsParabola}; sleep 0.4`),
      waits: shell('echo "objective=1;"; exec sleep 60'),
      fails: shell('echo "objective=1;"; exit 3'),
      silent: shell('exit 0'),
      odd: program('case "$n" in 1|3|5|7|9) exit 1;; esac; echo "objective=$x;"'),
      nan: shell('echo "objective=nan;"; exit 0'),
      color: program(
        'case "$c" in red) echo "objective=1;";; green) echo "objective=2;";; *) echo "objective=3;";; esac',
      ),
      epochs: epochs(20, '0.05'),
      tempting: program(
        'case "$c" in good) echo "objective=1;"; exec sleep 60;; bad) echo "objective=2;";; *) echo "objective=3;";; esac',
      ),
    },
  })
})
afterAll(async () => {
  expect(fixture.errors).toEqual([])
  await stopFixture(fixture)
})

const create = (name: string, changes: Changes = {}) =>
  fixture.client.send(new CreateHyperParameterTuningJobCommand(tuningJob(name, changes)))
const choice = (...Values: string[]) => ({ CategoricalParameterRanges: [{ Name: 'c', Values }] })
const tuned = async (name: string, changes: Changes = {}) => {
  await create(name, changes)
  return waitForTuning(fixture.client, name)
}
const assignments = async (name: string) =>
  (await listTrials(fixture.client, name)).map(({ TunedHyperParameters }) => TunedHyperParameters)

describe('a tuning job', () => {
  it('runs its training jobs to the end, and describes them', async () => {
    const before = Date.now()
    const Tags = [{ Key: 'team', Value: 'red' }]
    const job = await tuned('whole', { most: 4, parallel: 2, request: { Tags } })
    const trials = await listTrials(fixture.client, 'whole')
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 4, InProgress: 0, RetryableError: 0, NonRetryableError: 0, Stopped: 0 },
      ObjectiveStatusCounters: { Succeeded: 4, Pending: 0, Failed: 0 },
      HyperParameterTuningJobConfig: { TrainingJobEarlyStoppingType: 'Off' },
      TrainingJobDefinition: { StaticHyperParameters: { seed: '0', _tuning_objective_metric: 'objective' } },
    })
    expect(job.HyperParameterTuningEndTime?.getTime()).toBeGreaterThan(before)
    expect(job.ConsumedResources?.RuntimeInSeconds).toBeGreaterThanOrEqual(0)
    expect(trials.map(({ TrainingJobName }) => TrainingJobName)).toEqual(
      [1, 2, 3, 4].map((index) => expect.stringMatching(new RegExp(`^whole-00${index}-[0-9a-f]{8}$`)) as string),
    )
    const values = trials.map((trial) => trial.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? NaN)
    const best = trials[values.indexOf(Math.min(...values))]
    expect(job.BestTrainingJob).toEqual(best)
    expect(job.OverallBestTrainingJob).toBeUndefined()
    for (const [index, trial] of trials.entries()) {
      const { x = '', n = '' } = trial.TunedHyperParameters ?? {}
      expect(Object.keys(trial.TunedHyperParameters ?? {}).sort()).toEqual(['n', 'x'])
      expect(n).toMatch(/^[1-9]$/)
      expect(values[index]).toBeCloseTo((Number(x) - 0.3) ** 2 + (Number(n) - 4) ** 2 / 100, 5)
      expect(trial).toMatchObject({ TrainingJobStatus: 'Completed', ObjectiveStatus: 'Succeeded' })
      expect(trial.FinalHyperParameterTuningJobObjectiveMetric).toMatchObject({
        Type: 'Minimize',
        MetricName: 'objective',
      })
      const child = await describeJob(fixture.client, trial.TrainingJobName ?? '')
      expect(child.TuningJobArn).toBe(job.HyperParameterTuningJobArn)
      expect(child.HyperParameters).toEqual({ seed: '0', x, n, _tuning_objective_metric: 'objective' })
      const tags = await fixture.client.send(new ListTagsCommand({ ResourceArn: child.TrainingJobArn }))
      expect(tags.Tags).toEqual(Tags)
    }
  })

  it('makes the same suggestions for the same seed, others for another, and none twice', async () => {
    await Promise.all([tuned('seed-a'), tuned('seed-b'), tuned('seed-c', { config: { RandomSeed: 2 } })])
    const [a, b, c] = [await assignments('seed-a'), await assignments('seed-b'), await assignments('seed-c')]
    expect(a).toEqual(b)
    expect(a).not.toEqual(c)
    expect(new Set(a.map((each) => JSON.stringify(each))).size).toBe(3)
  })

  it('never has more than MaxParallelTrainingJobs', async () => {
    await create('parallel', { image: 'slow', most: 6, parallel: 2 })
    let most = 0
    for (;;) {
      const job = await describeTuning(fixture.client, 'parallel')
      const trials = await listTrials(fixture.client, 'parallel')
      const { InProgress = 0 } = job.TrainingJobStatusCounters ?? {}
      most = Math.max(
        most,
        InProgress,
        trials.filter(({ TrainingJobStatus }) => TrainingJobStatus === 'InProgress').length,
      )
      if (job.HyperParameterTuningJobStatus === 'Completed') break
      await pause(10)
    }
    expect(most).toBe(2)
    expect(await listTrials(fixture.client, 'parallel')).toHaveLength(6)
  })

  it('finds the minimum of a parabola with the Bayesian strategy', async () => {
    const job = await tuned('bayesian', { most: 14, config: { Strategy: 'Bayesian' } })
    expect(job.BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric?.Value).toBeLessThan(0.02)
  })

  it('tries every combination of a grid once, without MaxNumberOfTrainingJobs', async () => {
    const CategoricalParameterRanges = [
      { Name: 'c', Values: ['red', 'green', 'blue'] },
      { Name: 'n', Values: ['1', '2'] },
    ]
    const job = await tuned('grid', {
      image: 'color',
      config: {
        Strategy: 'Grid',
        ParameterRanges: { CategoricalParameterRanges },
        ResourceLimits: { MaxParallelTrainingJobs: 3 },
      },
    })
    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
    const all = ['red', 'green', 'blue'].flatMap((c) => ['1', '2'].map((n) => ({ c, n })))
    expect(await assignments('grid')).toEqual(all)
    expect(job.BestTrainingJob?.TunedHyperParameters).toMatchObject({ c: 'red' })
  })

  it('gives tags that are added later to later training jobs only', async () => {
    const { HyperParameterTuningJobArn: ResourceArn } = await create('tagged', { image: 'slow', most: 2 })
    await waitForTuning(fixture.client, 'tagged', (job) => job.TrainingJobStatusCounters?.InProgress === 1)
    await fixture.client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'late', Value: '1' }] }))
    await waitForTuning(fixture.client, 'tagged')
    const tags = async (trial: { readonly TrainingJobArn?: string }) =>
      (await fixture.client.send(new ListTagsCommand({ ResourceArn: trial.TrainingJobArn }))).Tags
    const [first = {}, second = {}] = await listTrials(fixture.client, 'tagged')
    expect(await tags(first)).toEqual([])
    expect(await tags(second)).toEqual([{ Key: 'late', Value: '1' }])
  })

  it('trains its definitions in turns', async () => {
    const objective = { Type: 'Minimize', MetricName: 'objective' } as const
    const one = { DefinitionName: 'one', TuningObjective: objective, HyperParameterRanges: ranges }
    const colors = { CategoricalParameterRanges: [{ Name: 'c', Values: ['red', 'green'] }] }
    const two = { DefinitionName: 'two', TuningObjective: objective, HyperParameterRanges: colors }
    const job = await tuned('several', {
      most: 6,
      config: { HyperParameterTuningJobObjective: undefined, ParameterRanges: undefined },
      request: {
        TrainingJobDefinition: undefined,
        TrainingJobDefinitions: [definition('parabola', one), definition('color', two)],
      },
    })
    const trials = await listTrials(fixture.client, 'several')
    // The second has only two combinations; the first has the rest of the budget.
    expect(trials.map(({ TrainingJobDefinitionName }) => TrainingJobDefinitionName)).toEqual([
      'one', 'two', 'one', 'two', 'one', 'one',
    ]) // prettier-ignore
    expect(job.BestTrainingJob?.TrainingJobDefinitionName).toBe('one')
    expect(job.TrainingJobDefinitions).toHaveLength(2)
  })
})

describe('failures', () => {
  it('fails after five training jobs of which none succeeded', async () => {
    const job = await tuned('all-fail', { image: 'fails', most: 20 })
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Failed',
      FailureReason:
        'No training job succeeded after 5 attempts. Please take a look at the training job failures to get more details.',
      TrainingJobStatusCounters: { NonRetryableError: 5, Completed: 0 },
      ObjectiveStatusCounters: { Succeeded: 0, Failed: 5 },
    })
    expect(job.BestTrainingJob).toBeUndefined()
    const [trial] = await listTrials(fixture.client, 'all-fail')
    expect(trial).toMatchObject({ ObjectiveStatus: 'Failed', FailureReason: 'AlgorithmError: , exit code: 3' })
    expect(trial?.FinalHyperParameterTuningJobObjectiveMetric).toBeUndefined()
  })

  it('fails when all of a few have failed', async () => {
    expect((await tuned('two-fail', { image: 'fails', most: 2 })).FailureReason).toContain('after 2 attempts')
  })

  it.each(['silent', 'nan'])('fails if no training job has an objective: %s', async (image) => {
    const job = await tuned(`no-${image}`, { image, most: 6, parallel: 2 })
    expect(job).toMatchObject({ HyperParameterTuningJobStatus: 'Failed' })
    expect(job.FailureReason).toMatch(/^No objective metrics found after running [56] training jobs\./)
    expect(job.ObjectiveStatusCounters).toMatchObject({ Succeeded: 0, Pending: 0 })
  })

  it.each(['Random', 'Bayesian'] as const)('continues if some fail: %s', async (Strategy) => {
    const job = await tuned(`some-fail-${Strategy}`, { image: 'odd', most: 10, parallel: 2, config: { Strategy } })
    const { Completed = 0, NonRetryableError = 0 } = job.TrainingJobStatusCounters ?? {}
    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
    expect(Completed + NonRetryableError).toBe(10)
    expect(NonRetryableError).toBeGreaterThan(0)
    expect(job.ObjectiveStatusCounters).toEqual({ Succeeded: Completed, Pending: 0, Failed: NonRetryableError })
  })

  it('counts a training job that somebody stopped, with the objective that it has', async () => {
    await create('one-stopped', { image: 'waits', most: 1 })
    await waitForTuning(fixture.client, 'one-stopped', (job) => job.TrainingJobStatusCounters?.InProgress === 1)
    const [trial] = await listTrials(fixture.client, 'one-stopped')
    const TrainingJobName = trial?.TrainingJobName ?? ''
    await waitForJob(fixture.client, TrainingJobName, (job) => (job.FinalMetricDataList ?? []).length > 0)
    await fixture.client.send(new StopTrainingJobCommand({ TrainingJobName }))
    expect(await waitForTuning(fixture.client, 'one-stopped')).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Stopped: 1 },
      ObjectiveStatusCounters: { Succeeded: 1 },
    })
  })

  it('answers a completed job as the best, also to its children, even if a stopped one was better', async () => {
    const first = { Strategy: 'Grid', ParameterRanges: choice('good', 'bad') } as const
    const { client } = fixture
    await create('best', { image: 'tempting', most: 2, config: first })
    await waitForTuning(client, 'best', (job) => job.TrainingJobStatusCounters?.InProgress === 1)
    const tempting = (await listTrials(client, 'best'))[0]?.TrainingJobName ?? ''
    await waitForJob(client, tempting, (job) => (job.FinalMetricDataList ?? []).length > 0)
    await client.send(new StopTrainingJobCommand({ TrainingJobName: tempting }))
    const parent = await waitForTuning(client, 'best')
    const trials = await listTrials(client, 'best')
    expect(
      trials.map((trial) => [trial.TrainingJobStatus, trial.FinalHyperParameterTuningJobObjectiveMetric?.Value]),
    ).toEqual([
      ['Stopped', 1],
      ['Completed', 2],
    ])
    expect(parent.BestTrainingJob).toEqual(trials[1])
    const child = await tuned('heir', {
      image: 'tempting',
      most: 1,
      config: { Strategy: 'Random', ParameterRanges: choice('bad', 'worse') },
      request: {
        WarmStartConfig: {
          WarmStartType: 'IdenticalDataAndAlgorithm',
          ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'best' }],
        },
      },
    })
    expect(child.BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric?.Value).toBe(3)
    expect(child.OverallBestTrainingJob).toEqual(trials[1])
  })
})

describe('completion criteria', () => {
  it('ends when the target is reached', async () => {
    const job = await tuned('target', {
      most: 50,
      config: { TuningJobCompletionCriteria: { TargetObjectiveMetricValue: 0.05 } },
    })
    const trials = await listTrials(fixture.client, 'target')
    const values = trials.map((trial) => trial.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? NaN)
    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
    expect(values.findIndex((value) => value <= 0.05)).toBe(values.length - 1)
    expect(values.length).toBeLessThan(50)
  })

  it('ends when the best has not improved, and answers for how long', async () => {
    const job = await tuned('stuck', {
      image: 'color',
      most: 20,
      config: {
        ParameterRanges: { IntegerParameterRanges: [{ Name: 'c', MinValue: '1', MaxValue: '99' }] },
        TuningJobCompletionCriteria: { BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 3 } },
      },
    })
    expect(job.TrainingJobStatusCounters?.Completed).toBe(4)
    expect(job.TuningJobCompletionDetails?.NumberOfTrainingJobsObjectiveNotImproving).toBe(3)
  })

  it('ends when it has converged, if that is asked for', async () => {
    const job = await tuned('converged', {
      image: 'color',
      most: 40,
      parallel: 3,
      config: {
        ParameterRanges: { IntegerParameterRanges: [{ Name: 'c', MinValue: '1', MaxValue: '99' }] },
        TuningJobCompletionCriteria: { ConvergenceDetected: { CompleteOnConvergence: 'Enabled' } },
      },
    })
    expect(job.TrainingJobStatusCounters?.Completed).toBeLessThan(16)
    expect(job.TuningJobCompletionDetails?.ConvergenceDetectedTime).toBeInstanceOf(Date)
  })
})

describe('MaxRuntimeInSeconds', () => {
  it('stops the training jobs and completes, also if the time passed while the endpoint was away', async () => {
    let clock = Date.now()
    const folder = temporaryFolder()
    const options = { folder, now: () => clock, images: { waits: shell('echo "objective=1;"; exec sleep 60') } }
    const first = await startFixture(options)
    const ResourceLimits = { MaxParallelTrainingJobs: 1, MaxRuntimeInSeconds: 120 }
    const request = tuningJob('limited', { image: 'waits', config: { ResourceLimits } })
    await first.client.send(new CreateHyperParameterTuningJobCommand(request))
    await waitForTuning(first.client, 'limited', (job) => job.TrainingJobStatusCounters?.InProgress === 1)
    first.client.destroy()
    await first.emulator.close()
    clock += 121_000
    const second = await startFixture(options)
    const job = await waitForTuning(second.client, 'limited')
    expect(job).toMatchObject({ HyperParameterTuningJobStatus: 'Completed', TrainingJobStatusCounters: { Stopped: 1 } })
    expect(job.ConsumedResources?.RuntimeInSeconds).toBe(121)
    await stopFixture(second)
  })
})

describe('training jobs that are stopped early', () => {
  it('stops jobs worse than the median, with a message', async () => {
    const job = await tuned('early', {
      image: 'epochs',
      most: 8,
      parallel: 1,
      config: {
        TrainingJobEarlyStoppingType: 'Auto',
        ParameterRanges: { ContinuousParameterRanges: ranges.ContinuousParameterRanges },
      },
    })
    const trials = await listTrials(fixture.client, 'early')
    const stopped = trials.filter(({ TrainingJobStatus }) => TrainingJobStatus === 'Stopped')
    expect(stopped.length).toBeGreaterThan(0)
    expect(trials[0]?.TrainingJobStatus).toBe('Completed')
    expect(job.TrainingJobStatusCounters).toMatchObject({ Stopped: stopped.length, Completed: 8 - stopped.length })
    expect(job.ObjectiveStatusCounters).toMatchObject({ Succeeded: 8, Failed: 0 })
    const child = await describeJob(fixture.client, stopped[0]?.TrainingJobName ?? '')
    expect(pathOf(child)).toEqual(['Starting', 'Downloading', 'Training', 'Stopping', 'Stopped'])
    expect(child.SecondaryStatusTransitions?.map(({ StatusMessage }) => StatusMessage)).toContain(
      'Training job stopped early by its hyperparameter tuning job',
    )
    // An objective that stays the same all through: what is better than the first is never stopped.
    const first = Number(trials[0]?.TunedHyperParameters?.['x'])
    for (const { TunedHyperParameters, TrainingJobStatus } of trials)
      if (Number(TunedHyperParameters?.['x']) < first) expect(TrainingJobStatus).toBe('Completed')
  })

  it('stops at the rungs of Hyperband, and none at its own last epoch', async () => {
    const job = await tuned('hyperband', {
      image: 'epochs',
      most: 12,
      parallel: 3,
      definition: { StaticHyperParameters: { epochs: '20' } },
      config: {
        Strategy: 'Hyperband',
        ParameterRanges: { ContinuousParameterRanges: ranges.ContinuousParameterRanges },
      },
    })
    const { Completed = 0, Stopped = 0 } = job.TrainingJobStatusCounters ?? {}
    expect(Completed).toBeGreaterThan(0)
    expect(Stopped).toBeGreaterThan(3)
    expect(job.BestTrainingJob?.TrainingJobStatus).toBe('Completed')
  })

  it('stops a job that has had MaxResource', async () => {
    const job = await tuned('resource', {
      image: 'epochs',
      most: 1,
      config: { Strategy: 'Hyperband', StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 3 } } },
    })
    expect(job.TrainingJobStatusCounters).toMatchObject({ Stopped: 1 })
    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
  })
})
