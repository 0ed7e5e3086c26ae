import { planOf, planText, ran, searchStep } from '../../testing/plan.js'
import type { MadeTrial } from '../../testing/plan.js'
import type { Plan } from '../../contract/planned.js'
import type { TuningRecord } from '../../contract/tuning-record.js'

const stage = (
  more: string,
  space = '{units: {min: 8, max: 64}, optimizer: {values: [adam, sgd]}}',
  name = 'coarse',
): string =>
  `version: 1
name: x
data: rows
objective: {metric: val_accuracy, goal: maximize, at: best}
model: {architecture: mlp}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
stages:
  ${name}: {kind: tune, ${more}, search_space: ${space}}
`

const trials = (count: number): MadeTrial[] =>
  Array.from({ length: count }, (_, index) => [{ units: 10 + index, optimizer: 'adam' }, 0.5 + index / 100])

const first = (text = stage('max_trials: 4')): TuningRecord => ran(searchStep(planOf(text), 'coarse'), trials(4))
const limits = (plan: Plan) => searchStep(plan, 'coarse').input.HyperParameterTuningJobConfig?.ResourceLimits
const arm = (plan: Plan) => plan.stages[0]?.arms?.[0]

describe('a search that has run', () => {
  const one = first()

  it('is done when nothing has changed, and when fewer trials are asked for', () => {
    for (const most of [4, 3]) {
      const plan = planOf(stage(`max_trials: ${most}`), { searches: [one] })
      expect(arm(plan)?.jobNames).toEqual([one.name])
      expect(plan.deferred).toEqual([])
      expect(plan.steps).toHaveLength(1)
      expect(searchStep(plan, 'coarse').input.HyperParameterTuningJobName).toBe(one.name)
    }
  })

  it('goes on with a child for the trials that are missing, and then with a child of both', () => {
    const text = stage('max_trials: 10')
    const more = planOf(text, { searches: [one] })
    expect(limits(more)).toEqual({ MaxNumberOfTrainingJobs: 6, MaxParallelTrainingJobs: 2 })
    const { input } = searchStep(more, 'coarse')
    expect(input.WarmStartConfig).toEqual({
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: one.name }],
      WarmStartType: 'IdenticalDataAndAlgorithm',
    })
    expect(arm(more)?.jobNames).toEqual([one.name, input.HyperParameterTuningJobName])
    expect(arm(more)?.maximumTrials).toBe(10)

    const two = ran(searchStep(more, 'coarse'), trials(6), { day: 2 })
    expect(planOf(text, { searches: [two, one] }).steps).toHaveLength(1)
    const third = searchStep(planOf(stage('max_trials: 11'), { searches: [two, one] }), 'coarse').input
    expect(third.WarmStartConfig?.ParentHyperParameterTuningJobs).toEqual([
      { HyperParameterTuningJobName: one.name },
      { HyperParameterTuningJobName: two.name },
    ])
  })

  it('goes on when a range is narrowed, widened or fixed, if there are trials left', () => {
    for (const [space, units] of [
      ['{units: {min: 8, max: 32}, optimizer: {values: [adam, sgd]}}', undefined],
      ['{units: {min: 8, max: 99}, optimizer: {values: [adam, sgd]}}', undefined],
      ['{optimizer: {values: [adam, sgd]}}', '16'],
    ] as const) {
      const { input } = searchStep(planOf(stage('max_trials: 6', space), { searches: [one] }), 'coarse')
      expect(input.WarmStartConfig?.WarmStartType).toBe('IdenticalDataAndAlgorithm')
      expect(input.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs).toBe(2)
      expect(input.TrainingJobDefinition?.StaticHyperParameters?.['units']).toBe(units)
    }
    const fixedAfter = ran(
      searchStep(planOf(stage('max_trials: 6', '{optimizer: {values: [adam, sgd]}}'), { searches: [one] }), 'coarse'),
      [
        [{ optimizer: 'sgd' }, 0.99],
        [{ optimizer: 'adam' }, 0.1],
      ],
      { day: 2 },
    )
    const ended = planOf(stage('max_trials: 6, confirm: 2', '{optimizer: {values: [adam, sgd]}}'), {
      searches: [one, fixedAfter],
    })
    expect(ended.stages[0]?.variants.map(({ hyperparameters: { units, optimizer } }) => [units, optimizer])).toEqual([
      [16, 'sgd'],
      [13, 'adam'],
    ])
  })

  it('says that no trials are left for a change', () => {
    const { plan, problems } = planText(
      stage('max_trials: 4', '{units: {min: 8, max: 32}, optimizer: {values: [adam, sgd]}}'),
      {
        searches: [one],
      },
    )
    expect(plan?.steps).toEqual([])
    expect(problems).toEqual([
      '8:24 search-ended (warning) "coarse" has changed, but it has made all of its 4 trials. Raise "max_trials" to search on.',
    ])
  })

  it('is left alone when a criterion ended it early', () => {
    const short = ran(searchStep(planOf(stage('max_trials: 9, stop_when: {target: 0.5}')), 'coarse'), trials(2))
    const plan = planOf(stage('max_trials: 9, stop_when: {target: 0.5}'), { searches: [short] })
    expect(arm(plan)?.jobNames).toEqual([short.name])
    expect(limits(plan)?.MaxNumberOfTrainingJobs).toBe(9)
    expect(
      limits(planOf(stage('max_trials: 12, stop_when: {target: 0.9}'), { searches: [short] }))?.MaxNumberOfTrainingJobs,
    ).toBe(10)
  })

  it('goes on with what a stopped one left, when that is asked for', () => {
    const stopped = ran(searchStep(planOf(stage('max_trials: 9')), 'coarse'), trials(2), { status: 'Stopped' })
    const { plan, problems } = planText(stage('max_trials: 9'), { searches: [stopped] })
    expect(plan && arm(plan)?.jobNames).toEqual([stopped.name])
    expect(problems).toEqual([
      '8:24 search-ended (warning) The search "coarse" was stopped after 2 trials; "assay run --retry" goes on with the rest.',
    ])
    expect(limits(planOf(stage('max_trials: 9'), { searches: [stopped], retry: true }))?.MaxNumberOfTrainingJobs).toBe(
      7,
    )
    expect(limits(planOf(stage('max_trials: 10'), { searches: [stopped] }))?.MaxNumberOfTrainingJobs).toBe(8)
  })

  it('is adopted while it runs, and what was changed meanwhile waits', () => {
    const running = ran(searchStep(planOf(stage('max_trials: 4')), 'coarse'), trials(1), { status: 'InProgress' })
    const same = planOf(stage('max_trials: 4'), { searches: [running] })
    expect(searchStep(same, 'coarse').input.HyperParameterTuningJobName).toBe(running.name)
    expect(same.deferred).toEqual([])
    const raised = planOf(stage('max_trials: 9'), { searches: [running] })
    expect(raised.steps).toEqual([])
    expect(raised.deferred).toEqual([
      { ref: 'coarse', stage: 'coarse', after: [running.name], afterStages: ['coarse'], jobs: 5 },
    ])
  })

  it('is found again under another name of its stage', () => {
    const plan = planOf(stage('max_trials: 6', undefined, 'wide'), { searches: [one] })
    expect(plan.stages[0]?.arms?.[0]?.jobNames[0]).toBe(one.name)
    expect(searchStep(plan, 'wide').input.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs).toBe(
      2,
    )
  })

  it('is found again under another name of its stage after its ranges were edited, and goes on there', () => {
    const narrow = '{units: {min: 8, max: 32}, optimizer: {values: [adam, sgd]}}'
    const two = ran(searchStep(planOf(stage('max_trials: 6', narrow), { searches: [one] }), 'coarse'), trials(2), {
      day: 2,
    })
    const searches = [two, one]
    const renamed = planOf(stage('max_trials: 6, confirm: 1', narrow, 'rough'), { searches })
    expect(arm(renamed)?.jobNames).toEqual([one.name, two.name])
    expect(searchStep(renamed, 'rough').input.HyperParameterTuningJobName).toBe(two.name)
    expect(renamed.stages[0]?.variants.map(({ ref }) => ref)).toEqual(['rough/top-1'])

    const raised = searchStep(planOf(stage('max_trials: 9', narrow, 'rough'), { searches }), 'rough')
    expect(raised.input.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs).toBe(3)
    const three = ran(raised, trials(3), { day: 3 })
    const again = planOf(stage('max_trials: 9', narrow, 'rough'), { searches: [three, ...searches] })
    expect(arm(again)?.jobNames).toEqual([one.name, two.name, three.name])
    expect(again.deferred).toEqual([])
  })

  it('takes no links from a stage that is still there, nor a parent for one', () => {
    const fine = (name: string, parent = '') =>
      `${stage('max_trials: 4')}  ${name}: {kind: tune, max_trials: 2${parent}}\n`
    const from = ', warm_start: {from: [coarse]}'
    const child = ran(searchStep(planOf(fine('fine', from), { searches: [one] }), 'fine'), trials(2), { day: 2 })
    for (const coarse of ['coarse', 'rough']) {
      const plan = planOf(fine('finer', from).replaceAll('coarse', coarse), { searches: [one, child] })
      expect(plan.stages.map(({ arms }) => arms?.[0]?.jobNames)).toEqual([[one.name], [child.name]])
    }
    const copied = planOf(stage('max_trials: 4'), { searches: [one, child] })
    expect(arm(copied)?.jobNames).toEqual([one.name])
  })

  it('begins anew when what it searches is another task, or another search', () => {
    for (const more of [
      'max_trials: 4, data: {fraction: 0.5}',
      'max_trials: 4, hyperparameters: {epochs: 4}',
      'max_trials: 4, search_seed: 1',
      'max_trials: 4, strategy: random',
    ]) {
      const plan = planOf(stage(more), { searches: [one] })
      expect(arm(plan)?.jobNames).toHaveLength(1)
      expect(arm(plan)?.jobNames).not.toContain(one.name)
      expect(searchStep(plan, 'coarse').input.WarmStartConfig).toBeUndefined()
    }
  })

  it('cannot go on as a grid, as Hyperband, or with a sixth parent', () => {
    const grid = (values: string) =>
      stage('strategy: grid', `{units: {values: ${values}}, optimizer: {values: [adam, sgd]}}`)
    const tried = ran(searchStep(planOf(grid('[8, 16]')), 'coarse'), trials(4))
    expect(planText(grid('[8, 16, 32]'), { searches: [tried] }).problems).toEqual([
      '8:24 bad-continuation "coarse" has run, and SageMaker cannot go on with grid searches. Undo the change, or give the stage another name to search again from the start.',
    ])
    const band = (most: number) => stage(`strategy: hyperband, max_trials: ${most}`)
    const raced = ran(searchStep(planOf(band(9)), 'coarse'), trials(9))
    expect(planText(band(12), { searches: [raced] }).problems).toEqual([
      '8:45 bad-continuation "coarse" has run, and SageMaker cannot go on with hyperband searches. Undo the change, or give the stage another name to search again from the start.',
    ])
    expect(planOf(band(12).replace('coarse:', 'again:'), { searches: [raced] }).steps).toHaveLength(1)

    const searches: TuningRecord[] = []
    for (let day = 1; day <= 6; day++) {
      searches.push(
        ran(searchStep(planOf(stage(`max_trials: ${2 * day}`), { searches }), 'coarse'), trials(2), { day }),
      )
    }
    expect(planText(stage('max_trials: 14'), { searches }).problems).toEqual([
      '8:24 bad-continuation "coarse" would start from 6 tuning jobs, its own and those of its parents; SageMaker allows 5. Make a new stage that starts from those that matter, each as "job:NAME".',
    ])
  })
})

describe('a search that is done, and whose parent goes on', () => {
  const family = (most: number, fine = 'narrow: 50%'): string =>
    `${stage(`max_trials: ${most}`)}  fine: {kind: tune, max_trials: 2, warm_start: {from: [coarse], ${fine}}}
  finest: {kind: tune, max_trials: 3, warm_start: {from: [fine], narrow: 50%}}
`
  const one = first(family(4))
  const found: MadeTrial[] = [
    [{ units: 20, optimizer: 'sgd' }, 0.9],
    [{ units: 21, optimizer: 'sgd' }, 0.8],
  ]
  const fine = ran(searchStep(planOf(family(4), { searches: [one] }), 'fine'), found, { day: 2 })
  const searches = [one, fine]
  const fineOf = (plan: Plan) => plan.stages[1]?.arms?.[0]

  it('is described by the space that it searched and the parents that it started from', () => {
    const before = fineOf(planOf(family(4), { searches }))
    expect(before?.definitions[0]?.ranges['units']).toEqual({ kind: 'integer', min: 8, max: 36, scale: 'linear' })
    expect(fineOf(planOf(family(9), { searches }))).toEqual(before)

    const two = ran(searchStep(planOf(family(9), { searches }), 'coarse'), [[{ units: 60, optimizer: 'sgd' }, 0.99]], {
      day: 3,
    })
    const { plan, problems } = planText(family(9), { searches: [...searches, two] })
    expect(plan && fineOf(plan)).toEqual(before)
    expect(problems.at(-1)).toContain('"fine", or what it starts from, has changed, but it has made all of its')
  })

  it('is narrowed by its own children as it looked, whatever its parent still does', () => {
    const rangeOf = (most: number) =>
      searchStep(planOf(family(most), { searches }), 'finest').input.HyperParameterTuningJobConfig?.ParameterRanges
    expect(rangeOf(9)).toEqual(rangeOf(4))
  })
})
