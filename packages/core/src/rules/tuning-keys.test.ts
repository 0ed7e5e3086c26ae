import { diagnose, experimentText } from '../testing/diagnose.js'

describe('tuningKeys', () => {
  it('refuses keys of a search in a stage that trains', () => {
    const stages =
      '{a: {strategy: grid, max_trials: 1, search_space: {}, warm_start: {from: [b]}, early_stopping: auto, stop_when: {}, search_seed: 1, confirm: 1, variants: {c: {search_space: {}}}}}'
    const found = diagnose(experimentText({ stages }))
    expect(found[0]).toBe('7:14 misplaced-key "strategy" belongs to a stage of "kind: tune".')
    expect(found.map((line) => line.split('"')[1])).toEqual([
      'strategy',
      'max_trials',
      'search_space',
      'warm_start',
      'early_stopping',
      'stop_when',
      'search_seed',
      'confirm',
      'search_space',
    ])
  })

  it('refuses a seed of a grid', () => {
    const stages = '{a: {kind: tune, strategy: grid, search_seed: 1, search_space: {epochs: {values: [1, 2]}}}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:42 misplaced-key "search_seed" does not belong to a grid, which tries every value, whatever the seed; leave it out.',
    ])
  })

  it('refuses a value beside the range that would win, but not one that is inherited', () => {
    const search = (more: string): string =>
      `{a: {kind: tune, max_trials: 3, search_space: {epochs: {min: 1, max: 9}}, ${more}}}`
    const isSearched =
      'has a value here and a range in "search_space", where every trial has its own from; leave one of them out.'
    expect(diagnose(experimentText({ stages: search('hyperparameters: {epochs: 8}') }))).toEqual([
      `7:101 misplaced-key "epochs" ${isSearched}`,
    ])
    expect(
      diagnose(experimentText({ stages: search('variants: {b: {hyperparameters: {epochs: 8}}, c: {}}') })),
    ).toEqual([`7:116 misplaced-key "epochs" ${isSearched}`])
    expect(diagnose(experimentText({ stages: search('hyperparameters: {epochs: null}') }))).toEqual([])
    const inVariant =
      '{a: {kind: tune, max_trials: 3, hyperparameters: {epochs: 8}, variants: {b: {search_space: {epochs: {min: 1, max: 9}}}}}}'
    expect(diagnose(experimentText({ stages: inVariant }))).toEqual([])
  })

  it('refuses keys of training in a stage that searches', () => {
    const search = 'kind: tune, max_trials: 3, search_space: {epochs: {min: 1, max: 9}}'
    const stages = `{a: {${search}, seeds: 3, matrix: {epochs: [1, 2]}, exclude: [{epochs: 1}]}}`
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:83 misplaced-key "seeds" does not belong to a stage of "kind: tune": trials have the reserved seed 0, and "confirm" trains the best again on the seeds of "of".',
      '7:93 misplaced-key "matrix" does not belong to a stage of "kind: tune": "search_space" with "strategy: grid" tries every combination.',
      '7:119 misplaced-key "exclude" does not belong to a stage of "kind: tune": a search has no cells to leave out.',
    ])
  })
})
