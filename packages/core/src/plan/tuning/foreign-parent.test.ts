import { planOf, planText, ran, searchStep } from '../../testing/plan.js'
import type { MadeTrial } from '../../testing/plan.js'
import type { TuningRecord } from '../../contract/tuning-record.js'
import type { ForeignFile } from '../context.js'

const objective = '{metric: val_accuracy, goal: maximize}'
const head = (name: string, goal = objective): string => `version: 1
name: ${name}
data: rows
objective: ${goal}
model: {architecture: mlp}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
stages:
`
const coarse = (trials: number): string =>
  `  coarse: {kind: tune, max_trials: ${trials}, search_space: {units: {min: 8, max: 64}}}\n`
const more = `  base: {}
  all: {kind: tune, strategy: grid, search_space: {units: {values: [8, 16]}}}
  two: {kind: tune, max_trials: 3, search_space: {units: {min: 8, max: 64}}, variants: {x: {}, y: {}}}
`
const other = (trials = 2): string => head('other') + coarse(trials) + more
const tried: readonly MadeTrial[] = [
  [{ units: 20 }, 0.8],
  [{ units: 40 }, 0.9],
]
const parent = ran(searchStep(planOf(other()), 'coarse'), tried)

/** The file as it is planned with these searches. */
const filesOf = (text: string, searches: readonly TuningRecord[]): ReadonlyMap<string, ForeignFile> => {
  const { file } = planText(text, { searches })
  return new Map(file ? [['a/other.yaml', file]] : [])
}
const files = filesOf(other(), [parent])
const child = (from: string, keys = '', goal?: string): string =>
  `${head('child', goal)}  coarse: {kind: tune, max_trials: 3, warm_start: {from: [${from}], control: cold}${keys}}\n`
const problems = (text: string, found = files): readonly string[] =>
  planText(text, { files: found, searches: [parent] }).problems

describe('a search that starts from one of another file', () => {
  it('has its tuning jobs as parents and its ranges, and is a search of its own, whatever both are called', () => {
    const plan = planOf(child('a/other.yaml:coarse'), {
      files,
      searches: [parent],
    })
    const { input } = searchStep(plan, 'coarse')
    expect(input.WarmStartConfig).toEqual({
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: parent.name }],
      WarmStartType: 'IdenticalDataAndAlgorithm',
    })
    expect(input.HyperParameterTuningJobConfig?.ParameterRanges?.IntegerParameterRanges).toEqual([
      { Name: 'units', MinValue: '8', MaxValue: '64', ScalingType: 'Linear' },
    ])
    expect(input.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs).toBe(3)
    expect(plan.stages[0]?.arms?.[0]).toMatchObject({ parents: [parent.name], parentRefs: ['a/other.yaml:coarse'] })
    expect(searchStep(plan, 'coarse/cold').input.WarmStartConfig).toBeUndefined()
  })

  it('narrows around the best trial of the whole chain', () => {
    const step = searchStep(planOf(other(3), { searches: [parent] }), 'coarse')
    const chain = [parent, ran(step, [[{ units: 60 }, 0.95]], { day: 2 })]
    const plan = planOf(
      child('a/other.yaml:coarse', ', search_space: {units: {narrow: 50%}}, hyperparameters: {epochs: 4}'),
      {
        files: filesOf(other(3), chain),
      },
    )
    expect(plan.stages[0]?.arms?.[0]).toMatchObject({
      parents: chain.map(({ name }) => name),
      warmStart: 'transfer',
      definitions: [{ ranges: { units: { kind: 'integer', min: 36, max: 64 } }, hyperparameters: { epochs: 4 } }],
    })
  })

  it.each([
    ['corse', 'unknown-reference "corse" names no stage of "a/other.yaml". Its searches are "coarse", "all", "two".'],
    [
      'base',
      'bad-warm-start The stage "base" of "a/other.yaml" does not search; a search starts from stages of "kind: tune".',
    ],
    [
      'all',
      'bad-warm-start The stage "all" of "a/other.yaml" is a grid search; SageMaker starts from bayesian and random ones only.',
    ],
    [
      'two',
      'bad-warm-start The stage "two" of "a/other.yaml" has several training definitions; SageMaker starts from searches with one.',
    ],
  ])('refuses "%s"', (stage, problem) => {
    expect(problems(child(`a/other.yaml:${stage}`))).toEqual([`8:59 ${problem}`])
  })

  it('refuses one tuning job under two references', () => {
    expect(problems(child(`a/other.yaml:coarse, job:${parent.name}`))).toEqual([
      `8:80 bad-warm-start "job:${parent.name}" and "a/other.yaml:coarse" are both the tuning job "${parent.name}", and SageMaker takes a parent once. Leave one of them out.`,
    ])
  })

  it('refuses another objective, and hyperparameters of other names', () => {
    const text = child('a/other.yaml:coarse', '', '{metric: val_accuracy, goal: minimize}')
    expect(problems(text)).toEqual([
      '8:59 bad-warm-start The stage "coarse" of "a/other.yaml" has the objective to maximize "val_accuracy"; a parent needs that of this file, to minimize "val_accuracy".',
    ])
    const named = child(
      'a/other.yaml:coarse',
      ', model: {layers: [{id: head, dense: {units: $heads}}]}, hyperparameters: {heads: 3}',
    )
    expect(problems(named)).toEqual([
      '8:59 bad-warm-start "a/other.yaml:coarse" has no hyperparameter "heads", and a search starts from another one only where both have the same names. Give "heads" a value in the recipe of "a/other.yaml:coarse".',
    ])
  })

  it.each<[string, string, readonly TuningRecord[]]>([
    ['has not been run here', other(), []],
    ['has not ended', other(), [{ ...parent, status: 'InProgress' }]],
    ['asks for more than it has run', other(9), [parent]],
  ])('refuses one that %s, and says what runs it', (open, text, searches) => {
    expect(problems(child('a/other.yaml:coarse'), filesOf(text, searches))).toEqual([
      `8:59 bad-warm-start The search "coarse" of "a/other.yaml" ${open}. "assay run a/other.yaml coarse" runs it; a search starts from one of another file when that has ended.`,
    ])
  })
})
