import { diagnose, experimentText } from '../testing/diagnose.js'

/** The problems of a stage `a`; columns count from its `{`. */
const search = (text: string): string[] => {
  const before = 'stages: {a: '
  const other = 'b: {kind: tune, max_trials: 3, search_space: {units: {min: 1, max: 9}}}'
  return diagnose(experimentText({ stages: `{a: {kind: tune, ${text}}, ${other}}` })).map((line) =>
    line.replace(/^7:(\d+)/, (_, column: string) => String(Number(column) - before.length)),
  )
}

const units = 'search_space: {units: {min: 1, max: 9}}'

describe('tuningSearch', () => {
  it.each([
    `max_trials: 3, ${units}, confirm: 3, resources: {max_parallel: 3}, stop_when: {not_improving: 3}`,
    'strategy: grid, search_space: {units: {values: [1, 2]}, epochs: {values: [1, 2, 3]}}',
    'strategy: grid, max_trials: 6, search_space: {units: {values: [1, 2]}, epochs: {values: [1, 2, 3]}}',
    `strategy: hyperband, max_trials: 9, ${units}`,
    `max_trials: 9, ${units}, search_seed: 2147483647, confirm: 0`,
    `max_trials: 9, ${units}, variants: {c: {}, d: {}}`,
  ])('accepts %s', (text) => {
    expect(search(text)).toEqual([])
  })

  it.each([
    [units, '-2 missing-key The key "max_trials" is missing in the stage "a".'],
    [`max_trials: 3, ${units}, confirm: 4`, '79 bad-search "confirm" is 4, more than the 3 trials that there are.'],
    [
      `max_trials: 1, ${units}, confirm: 4, resources: {max_parallel: 2}`,
      '79 bad-search "confirm" is 4, more than the 1 trial that there is.',
      '108 bad-search "max_parallel" is 2, more than the 1 trial that there is.',
    ],
    [
      `max_trials: 3, ${units}, search_seed: 2147483648`,
      '83 bad-value "search_seed" is 2147483648; expected a whole number from 0 to 2147483647.',
    ],
    [
      `max_trials: 3, ${units}, search_seed: 2147483647, warm_start: {from: [b], control: cold}`,
      '83 bad-search "search_seed" is 2147483647, the last that there is, and the cold control takes the next one; expected less.',
    ],
    [
      'strategy: grid, max_trials: 5, search_space: {units: {values: [1]}}',
      '42 bad-search "max_trials" is 5, but the grid has 1 combination; leave it out.',
      '77 bad-range "units" has one value only; write it in "hyperparameters" instead.',
    ],
    [
      `max_trials: 3, ${units}, resources: {max_parallel: 4}`,
      '96 bad-search "max_parallel" is 4, more than the 3 trials that there are.',
    ],
    [
      `max_trials: 3, ${units}, stop_when: {not_improving: 2}`,
      '97 bad-search "not_improving" is 2; SageMaker takes at least 3 trials.',
    ],
    [
      `strategy: grid, max_trials: 9, ${units}`,
      '67 bad-search A grid tries every value, so that "units" needs "values" instead of a range.',
    ],
    [
      'strategy: grid, max_trials: 5, search_space: {units: {values: [1, 2]}, epochs: {values: [1, 2, 3]}}',
      '42 bad-search "max_trials" is 5, but the grid has 6 combinations; leave it out.',
    ],
    [
      `strategy: hyperband, max_trials: 9, early_stopping: auto, ${units}`,
      '66 bad-search Hyperband ends trials by itself; SageMaker refuses "early_stopping: auto" with it.',
    ],
    [
      'strategy: hyperband, max_trials: 9, search_space: {epochs: {min: 1, max: 9}}',
      '65 bad-search Hyperband decides how many epochs each trial gets, so that "epochs" cannot be searched.',
    ],
    [
      `strategy: hyperband, max_trials: 9, ${units}, warm_start: {from: [b]}`,
      '91 bad-search A hyperband search cannot start from another one; SageMaker warm-starts bayesian and random ones.',
    ],
    [
      'strategy: grid, search_space: {units: {values: [1, 2]}}, warm_start: {from: [b]}',
      '71 bad-search A grid search cannot start from another one; SageMaker warm-starts bayesian and random ones.',
    ],
    [
      `max_trials: 9, ${units}, variants: {c: {}, d: {}}, warm_start: {from: [b]}, early_stopping: auto`,
      '96 bad-search SageMaker takes a warm start with a single training definition only, and each of the 2 variants is one. Make a stage of each.',
      '121 bad-search SageMaker takes "early_stopping: auto" with a single training definition only, and each of the 2 variants is one. Make a stage of each.',
    ],
    [
      `strategy: hyperband, max_trials: 9, ${units}, variants: {c: {}, d: {}}`,
      '14 bad-search SageMaker takes "strategy: hyperband" with a single training definition only, and each of the 2 variants is one. Make a stage of each.',
    ],
    [
      `max_trials: 9, ${units}, variants: {top-1: {}}`,
      '81 reserved-name The name "top-1" is reserved: it stands for a trial that is confirmed.',
    ],
  ])('refuses %s', (text, ...problems) => {
    expect(search(text)).toEqual(problems)
  })
})
