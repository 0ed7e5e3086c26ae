import { jobRecord } from '../../contract/job-record.js'
import { planOf, planText, ran, searchStep } from '../../testing/plan.js'
import type { MadeTrial } from '../../testing/plan.js'
import type { TuningRecord } from '../../contract/tuning-record.js'
import { decodeRanges } from '../../contract/parameter-ranges.js'
import type { Plan } from '../../contract/planned.js'

const head = `version: 1
name: x
data: rows
objective: {metric: val_accuracy, goal: maximize, at: best}
model: {architecture: mlp}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
stages:
`
const file = (stages: string): string => head + stages

const coarse = `  baseline: {seeds: 2}
  coarse:
    kind: tune
    of: baseline
    max_trials: 4
    search_space:
      learning_rate: {min: 1e-4, max: 0.1, scale: log}
      units: {min: 8, max: 64}
      optimizer: {values: [adam, sgd]}
`
const fine = `  fine:
    kind: tune
    max_trials: 3
    warm_start: {from: [coarse], narrow: 50%, control: cold}
    confirm: 2
`
const tried: readonly MadeTrial[] = [
  [{ learning_rate: 0.001, units: 20, optimizer: 'adam' }, 0.8],
  [{ learning_rate: 0.01, units: 60, optimizer: 'sgd' }, 0.9],
  [{ learning_rate: 0.05, units: 10, optimizer: 'adam' }],
  [{ learning_rate: 0.0002, units: 33, optimizer: 'sgd' }, 0.7],
]

const arm = (plan: Plan, ref: string) => plan.stages.flatMap(({ arms = [] }) => arms).find((one) => one.ref === ref)
const refs = ({ deferred }: Plan): string[] => deferred.map(({ ref }) => ref)
const tuningSteps = ({ steps }: Plan) =>
  steps.flatMap((step) => (step.operation === 'CreateHyperParameterTuningJob' ? [step] : []))

describe('a search', () => {
  const plan = planOf(file(coarse))
  const { input } = searchStep(plan, 'coarse')

  it('is one request with typed ranges and every other hyperparameter held fixed', () => {
    expect(input.HyperParameterTuningJobConfig).toEqual({
      Strategy: 'Bayesian',
      ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
      HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'objective' },
      ParameterRanges: {
        IntegerParameterRanges: [{ Name: 'units', MinValue: '8', MaxValue: '64', ScalingType: 'Linear' }],
        ContinuousParameterRanges: [
          { Name: 'learning_rate', MinValue: '0.0001', MaxValue: '0.1', ScalingType: 'Logarithmic' },
        ],
        CategoricalParameterRanges: [{ Name: 'optimizer', Values: ['adam', 'sgd'] }],
      },
      RandomSeed: 0,
    })
    expect(input.TrainingJobDefinition?.StaticHyperParameters).toMatchObject({
      epochs: '3',
      seed: '0',
      activation: 'relu',
      momentum: '0', // Read with sgd only; the set of names must be the same for every optimizer.
    })
    expect(Object.keys(input.TrainingJobDefinition?.StaticHyperParameters ?? {})).not.toContain('units')
    expect(input.HyperParameterTuningJobName).toMatch(/^x-[0-9a-f]{11}$/)
  })

  it('says all that was asked for, and nothing else', () => {
    const more =
      'strategy: random, early_stopping: auto, search_seed: 7, stop_when: {target: 0.9, not_improving: 5, converged: true}'
    const asked = planOf(
      file(
        `  a: {kind: tune, max_trials: 9, ${more}, search_space: {units: {min: 8, max: 64}}, resources: {max_parallel: 3, max_runtime: 1h}}`,
      ),
    )
    const { HyperParameterTuningJobConfig: config, TrainingJobDefinition: job } = searchStep(asked, 'a').input
    expect(config).toMatchObject({
      Strategy: 'Random',
      ResourceLimits: { MaxNumberOfTrainingJobs: 9, MaxParallelTrainingJobs: 3 },
      TrainingJobEarlyStoppingType: 'Auto',
      TuningJobCompletionCriteria: {
        TargetObjectiveMetricValue: 0.9,
        BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 5 },
        ConvergenceDetected: { CompleteOnConvergence: 'Enabled' },
      },
      RandomSeed: 7,
    })
    expect(job?.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 3600 })
  })

  it('gives Hyperband its epochs, and a grid as many trials as there are combinations', () => {
    const band = planOf(
      file('  a: {kind: tune, strategy: hyperband, max_trials: 9, search_space: {units: {min: 8, max: 64}}}'),
    )
    expect(searchStep(band, 'a').input.HyperParameterTuningJobConfig?.StrategyConfig).toEqual({
      HyperbandStrategyConfig: { MinResource: 1, MaxResource: 3 },
    })
    const grid = planOf(
      file(
        '  a: {kind: tune, strategy: grid, search_space: {units: {values: [8, 16]}, optimizer: {values: [adam, sgd, rmsprop]}}}',
      ),
    )
    expect(searchStep(grid, 'a').input.HyperParameterTuningJobConfig?.ResourceLimits).toEqual({
      MaxNumberOfTrainingJobs: 6,
      MaxParallelTrainingJobs: 2,
    })
  })

  it('makes a training definition of each variant', () => {
    const stages =
      '  a: {kind: tune, max_trials: 9, search_space: {learning_rate: {min: 1e-4, max: 0.1, scale: log}}, variants: {small: {hyperparameters: {units: 4}}, sized: {search_space: {units: {min: 8, max: 64}}}}}'
    const { input: several } = searchStep(planOf(file(stages)), 'a')
    expect(several.TrainingJobDefinition).toBeUndefined()
    expect(
      several.TrainingJobDefinitions?.map(({ DefinitionName, HyperParameterRanges }) => [
        DefinitionName,
        Object.keys(decodeRanges(HyperParameterRanges)),
      ]),
    ).toEqual([
      ['small', ['learning_rate']],
      ['sized', ['units', 'learning_rate']],
    ])
    expect(several.TrainingJobDefinitions?.[0]?.TuningObjective).toEqual({ Type: 'Maximize', MetricName: 'objective' })
    expect(several.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective).toBeUndefined()
  })

  it('keeps its name when limits or the stage are called otherwise, and not when it searches elsewhere', () => {
    const name = (text: string, stage = 'coarse') =>
      searchStep(planOf(file(text)), stage).input.HyperParameterTuningJobName
    expect(name(coarse.replace('max_trials: 4', 'max_trials: 9'))).toBe(input.HyperParameterTuningJobName)
    expect(name(coarse.replace('coarse:', 'wide:'), 'wide')).toBe(input.HyperParameterTuningJobName)
    for (const [from, to] of [
      ['max: 64', 'max: 65'],
      ['of: baseline', 'of: baseline\n    search_seed: 1'],
      ['of: baseline', 'of: baseline\n    strategy: random'],
      ['of: baseline', 'of: baseline\n    early_stopping: auto'],
      ['of: baseline', 'of: baseline\n    hyperparameters: {activation: tanh}'],
      ['of: baseline', 'of: baseline\n    data: {fraction: 0.5}'],
    ] as const) {
      expect(name(coarse.replace(from, to))).not.toBe(input.HyperParameterTuningJobName)
    }
  })

  it('has the types that the engine reads', () => {
    const stages = `  a: {kind: tune, max_trials: 9, model: {layers: [{id: drop, dropout: {rate: $rate}}, {id: wide, dense: {units: $units * 2}, if: $deep >= 2}, {id: head, dense: {units: $classes}}]},
      hyperparameters: {epochs: 3}, search_space: {rate: {min: 0, max: 1}, units: {min: 1, max: 9}, deep: {min: 1, max: 3}, batch_size: {min: 8, max: 64}, learning_rate: {min: 1, max: 2}}}`
    const kinds = Object.entries(arm(planOf(file(stages)), 'a')?.definitions[0]?.ranges ?? {})
    expect(Object.fromEntries(kinds.map(([name, { kind }]) => [name, kind]))).toEqual({
      rate: 'continuous',
      units: 'integer',
      deep: 'integer',
      batch_size: 'integer',
      learning_rate: 'continuous',
    })
  })
})

describe('a warm start', () => {
  const text = file(coarse + fine)
  const before = planOf(text)
  const searches = [ran(searchStep(before, 'coarse'), tried)]
  const after = planOf(text, { searches })

  it('waits for its parents, and says what it waits for; its cold control does not wait', () => {
    expect(
      tuningSteps(before).map(({ input }) => input.Tags?.find(({ Key }) => Key === 'assay:variant')?.Value),
    ).toEqual(['coarse', 'fine/cold'])
    expect(before.deferred[0]).toEqual({
      ref: 'fine',
      stage: 'fine',
      after: [searchStep(before, 'coarse').input.HyperParameterTuningJobName],
      afterStages: ['coarse'],
      jobs: 3,
    })
    expect(refs(before)).toEqual(['fine', 'fine/top-1', 'fine/top-2', 'fine/cold/top-1', 'fine/cold/top-2'])
    expect(arm(before, 'fine')).toMatchObject({
      jobNames: [],
      knownAfter: ['coarse'],
      definitions: [{ unknown: ['learning_rate', 'units'], ranges: { optimizer: { kind: 'categorical' } } }],
    })
  })

  it('narrows around the best of the first parent, on the scale of each range, shifted inside', () => {
    expect(arm(after, 'fine')?.definitions[0]?.ranges).toEqual({
      learning_rate: { kind: 'continuous', min: 0.00177828, max: 0.0562341, scale: 'log' },
      units: { kind: 'integer', min: 36, max: 64, scale: 'linear' },
      optimizer: { kind: 'categorical', values: ['adam', 'sgd'] },
    })
    expect(searchStep(after, 'fine').input.WarmStartConfig).toEqual({
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: searches[0]?.name }],
      WarmStartType: 'IdenticalDataAndAlgorithm',
    })
  })

  it('gives the control the same budget and names, the original ranges, and a seed of its own', () => {
    const [warm, cold] = ['fine', 'fine/cold'].map((ref) => searchStep(after, ref).input)
    expect(cold?.WarmStartConfig).toBeUndefined()
    expect(cold?.HyperParameterTuningJobConfig?.ResourceLimits).toEqual(
      warm?.HyperParameterTuningJobConfig?.ResourceLimits,
    )
    expect(cold?.HyperParameterTuningJobConfig?.RandomSeed).toBe(1)
    expect(arm(after, 'fine/cold')?.definitions[0]?.ranges).toEqual(arm(after, 'coarse')?.definitions[0]?.ranges)
    expect(Object.keys(cold?.TrainingJobDefinition?.StaticHyperParameters ?? {})).toEqual(
      Object.keys(warm?.TrainingJobDefinition?.StaticHyperParameters ?? {}),
    )
  })

  it('fixes what is left 0% of, or given a value, and keeps the set of names', () => {
    const stages = `${coarse}  fine: {kind: tune, max_trials: 3, warm_start: {from: [coarse]}, hyperparameters: {units: 20}, search_space: {optimizer: {narrow: 0%}}}\n`
    const { input } = searchStep(planOf(file(stages), { searches }), 'fine')
    expect(input.TrainingJobDefinition?.StaticHyperParameters).toMatchObject({ units: '20', optimizer: 'sgd' })
    expect(input.HyperParameterTuningJobConfig?.ParameterRanges).toEqual({
      ContinuousParameterRanges: [
        { Name: 'learning_rate', MinValue: '0.0001', MaxValue: '0.1', ScalingType: 'Logarithmic' },
      ],
    })
  })

  it('is a transfer if the data, the model or a fixed value differ', () => {
    const type = (more: string): string | undefined => {
      const stages = `${coarse}  fine: {kind: tune, max_trials: 3, warm_start: {from: [coarse]}, ${more}}\n`
      return searchStep(planOf(file(stages), { searches }), 'fine').input.WarmStartConfig?.WarmStartType
    }
    expect(type('early_stopping: auto')).toBe('IdenticalDataAndAlgorithm')
    expect(type('data: {fraction: 0.5}')).toBe('TransferLearning')
    expect(type('hyperparameters: {epochs: 4}')).toBe('TransferLearning')
    expect(type('model: {edit: {hidden: {use_bias: false}}}')).toBe('TransferLearning')
  })

  it('confirms the best trials as variants of the baseline, on its seeds', () => {
    const warm = searchStep(after, 'fine')
    const done = [
      ...searches,
      ran(warm, [
        [{ learning_rate: 0.01, units: 61, optimizer: 'sgd' }, 0.91],
        [{ learning_rate: 0.01, units: 61, optimizer: 'sgd' }, 0.92],
        [{ learning_rate: 0.002, units: 40, optimizer: 'adam' }, 0.85],
      ]),
      ran(searchStep(after, 'fine/cold'), [[{ learning_rate: 0.001, units: 16, optimizer: 'adam' }, 0.6]]),
    ]
    const ended = planOf(text, { searches: done })
    const stage = ended.stages.find(({ name }) => name === 'fine')
    expect(stage?.of).toBe('baseline')
    expect(stage?.variants.map(({ ref, changes, runs }) => [ref, changes, runs.map(({ seed }) => seed)])).toEqual([
      ['fine/top-1', ['optimizer: adam → sgd', 'learning_rate: 0.001 → 0.01', 'units: 16 → 61'], [1, 2]],
      ['fine/top-2', ['learning_rate: 0.001 → 0.002', 'units: 16 → 40'], [1, 2]],
      ['fine/cold/top-1', [], [1, 2]], // It is the baseline, and so are its jobs.
    ])
    expect(stage?.variants[2]?.runs).toEqual(ended.stages[0]?.variants[0]?.runs)
    expect(ended.deferred).toEqual([])
  })

  it('starts from a tuning job by name', () => {
    const [old] = searches as [TuningRecord]
    const stages = `  a: {kind: tune, max_trials: 3, warm_start: {from: ["job:${old.name}"]}}\n`
    expect(searchStep(planOf(file(stages), { searches }), 'a').input.WarmStartConfig).toEqual({
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: old.name }],
      WarmStartType: 'IdenticalDataAndAlgorithm',
    })
    expect(refs(planOf(file(stages), { searches: [{ ...old, status: 'InProgress' }] }))).toEqual(['a'])
  })

  it('cannot start from a search without a result, and says so', () => {
    const failed = [
      ran(searchStep(before, 'coarse'), [[{ learning_rate: 0.1, units: 9, optimizer: 'sgd' }]], { status: 'Failed' }),
    ]
    const { plan, problems } = planText(text, { searches: failed })
    expect(problems).toEqual([
      '12:5 search-ended (warning) The search "coarse" failed after 1 trial (no reason given); "assay run --retry" goes on with the rest.',
      '20:5 search-ended (warning) "fine" cannot start: "coarse" has no completed trial to start from.',
    ])
    expect(plan && refs(plan)).toEqual(['fine/cold/top-1', 'fine/cold/top-2'])
  })
})

describe('what starts from the best trial', () => {
  const text = file(
    `${coarse}    confirm: 2\n  wider: {of: coarse/best, variants: {a: {hyperparameters: {units: 100}}, b: {}}}\n`,
  )
  const before = planOf(text)
  const searches = [ran(searchStep(before, 'coarse'), tried)]

  it('waits for the search, and for what confirms it', () => {
    expect(refs(before)).toEqual(['coarse/top-1', 'coarse/top-2', 'wider/a', 'wider/b'])
    const confirming = planOf(text, { searches })
    expect(refs(confirming)).toEqual(['wider/a', 'wider/b'])
    const jobs = confirming.stages[1]?.variants.flatMap(({ runs }) => runs.map(({ jobName }) => jobName))
    expect(confirming.deferred[0]?.after).toEqual(jobs)
  })

  it('starts from the one with the best mean', () => {
    const [first, second] = planOf(text, { searches }).stages[1]?.variants ?? []
    const scores = [
      [first, 0.5],
      [second, 0.6],
    ] as const
    const records = scores.flatMap(([variant, Value]) =>
      (variant?.runs ?? []).map(({ jobName }) =>
        jobRecord({
          TrainingJobName: jobName,
          TrainingJobStatus: 'Completed',
          FinalMetricDataList: [{ MetricName: 'val_accuracy', Value }],
        }),
      ),
    )
    const { deferred, stages } = planOf(text, { searches, records })
    expect(deferred).toEqual([])
    expect(stages[2]).toMatchObject({
      of: 'coarse/top-2',
      variants: [
        { ref: 'wider/a', changes: ['units: 20 → 100'] },
        { ref: 'wider/b', changes: [] },
      ],
    })
  })
})
