import { planText } from '../../testing/plan.js'

const model =
  '{layers: [{id: wide, dense: {units: $units * $times, activation: $activation}}, {id: head, dense: {units: $classes}}]}'
const head = `version: 1
name: x
data: {set: rows, fraction: $fraction}
objective: {metric: val_accuracy, goal: maximize}
model: ${model}
hyperparameters: {epochs: 3, units: 16, times: 1, activation: relu, fraction: 1}
`
const problems = (stages: string): readonly string[] => planText(`${head}stages: {${stages}}\n`).problems
const search = (space: string, more = ''): readonly string[] =>
  problems(`a: {kind: tune, max_trials: 4, search_space: ${space}${more}}`).map((line) => line.replace(/^7:/, ''))
const parent = 'a: {kind: tune, max_trials: 4, search_space: {units: {min: 8, max: 64}}}'
const child = (more: string): readonly string[] =>
  problems(`${parent}, b: {kind: tune, max_trials: 4, warm_start: {from: [a]}, ${more}}`)

describe('planning a search', () => {
  it.each([
    [
      '{units: {min: 8, max: 600}, times: {min: 1, max: 2}}',
      '5:18 shape-mismatch The layer "wide" has 1200 units. (In "a".) A trial may have times 2, units 600.',
    ],
    [
      '{units: {min: -1, max: 8}}',
      '5:18 shape-mismatch The layer "wide" has -1 units. (In "a".) A trial may have units -1.',
    ],
    [
      '{times: {min: 0.5, max: 1.7}}',
      '5:18 shape-mismatch The layer "wide" has 27.2 units. (In "a".) A trial may have times 1.7.',
    ],
    [
      '{fraction: {min: 0.5, max: 1.5}}',
      `13 bad-expression The data's "fraction" is 1.5; expected more than 0 and at most 1. (In "a".) A trial may have fraction 1.5.`,
    ],
  ])('looks at the corners of %s', (space, problem) => {
    expect(search(space)).toEqual([problem])
  })

  it.each([
    [
      '{units: {min: 8, max: 10}}',
      '38 bad-search "a" has 3 combinations, fewer than 4 trials; SageMaker refuses that. Lower "max_trials" or widen the ranges.',
    ],
    [
      '{units: {min: 8.5, max: 10, type: integer}}',
      '69 bad-range "min" of "units" is 8.5; expected a whole number, because its type is integer.',
    ],
    [
      '{batch_size: {min: 8, max: 10, type: continuous}}',
      '68 bad-range "batch_size" is read as a whole number; expected "type: integer", or none.',
    ],
    [
      '{momentum: {min: 0, max: 0.9}}',
      '56 unread-hyperparameter No variant reads the hyperparameter "momentum" with the optimizers, schedules, losses and data used here.',
    ],
    [
      '{epochs: {min: 2, max: 9}, warmup: {min: 0, max: 2}}',
      '90 bad-range A trial may have 2 epochs of "warmup" and 2 epochs in all; expected fewer.',
    ],
  ])('refuses %s', (space, problem) => {
    expect(search(space)).toEqual([problem])
  })

  it('reads what only some values of another hyperparameter make it read', () => {
    expect(search('{momentum: {min: 0, max: 0.9}, optimizer: {values: [adam, sgd]}}')).toEqual([])
    expect(search('{decay_rate: {min: 0.1, max: 0.9}, schedule: {values: [constant, step]}}')).toEqual([])
    const decay = 'a: {kind: tune, of: z, max_trials: 4, search_space: {weight_decay: {min: 0, max: 0.1}}}'
    expect(problems(`z: {hyperparameters: {weight_decay: 0}}, ${decay}`)).toEqual([])
  })

  it('refuses Hyperband with one epoch', () => {
    expect(search('{units: {min: 8, max: 64}}', ', strategy: hyperband, hyperparameters: {epochs: 1}')).toEqual([
      '93 bad-search "a" trains one epoch; Hyperband shares out from 2 to 20000 of them.',
    ])
  })

  it('accepts a child that fixes what its parent searches, or searches what it fixes', () => {
    expect(child('hyperparameters: {units: 9}, search_space: {batch_size: {min: 8, max: 64}}')).toEqual([])
    expect(child('search_space: {weight_decay: {min: 0, max: 0.1}}')).toEqual([])
    expect(child('search_space: {units: {min: 1, max: 99}}')).toEqual([])
    expect(child('search_space: {units: {min: 1, max: 9999}}')).toEqual([
      '5:18 shape-mismatch The layer "wide" has 9999 units. (In "b".) A trial may have units 9999.',
    ])
  })

  it('refuses a child with other names, other kinds, or an identical start that is none', () => {
    const more = model.replace('relu', 'tanh').replace('$times', '$times * $more')
    expect(child(`model: ${more}, hyperparameters: {more: 1}`)).toEqual([
      '7:135 bad-warm-start "a" has no hyperparameter "more", and a search starts from another one only where both have the same names. Give "more" a value in the recipe of "a".',
    ])
    expect(child('search_space: {units: {values: [8, 16, 24, 32]}}')).toEqual([
      '7:162 bad-warm-start "units" is categorical here but integer in "a"; a search starts from another one only where both are of one kind.',
    ])
    const identical = 'b: {kind: tune, max_trials: 4, warm_start: {from: [a], type: identical}, data: {fraction: 0.5}}'
    expect(problems(`${parent}, ${identical}`)).toEqual([
      '7:145 bad-warm-start The data, the model or a fixed hyperparameter is not that of every parent; expected "transfer", or no type.',
    ])
    expect(problems(`${parent}, ${identical.replace('identical', 'transfer')}`)).toEqual([])
  })

  it('refuses a parent that the target does not have', () => {
    expect(problems('a: {kind: tune, max_trials: 4, warm_start: {from: ["job:old"]}}')).toEqual([
      '7:61 bad-warm-start There is no tuning job "old" on this target.',
    ])
  })

  it('refuses one search with two limits, and says all that is wrong at once', () => {
    expect(problems(`${parent}, b: {kind: tune, max_trials: 9, search_space: {units: {min: 8, max: 64}}}`)).toEqual([
      '7:84 bad-search "b" is the same search as "a", but with other limits. Give it a "search_seed" of its own.',
    ])
    expect(
      problems(
        'a: {kind: tune, max_trials: 9, search_space: {units: {min: 8, max: 9}}}, b: {kind: tune, max_trials: 4, search_space: {times: {min: 1, max: 99}}}',
      ),
    ).toEqual([
      '7:38 bad-search "a" has 2 combinations, fewer than 9 trials; SageMaker refuses that. Lower "max_trials" or widen the ranges.',
      '5:18 shape-mismatch The layer "wide" has 1584 units. (In "b".) A trial may have times 99.',
    ])
  })
})
