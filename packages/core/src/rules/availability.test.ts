import { diagnose, experimentText } from '../testing/diagnose.js'

describe('availability', () => {
  it('refuses keys of the file', () => {
    const more = `claims: [{variant: a, is: better, than: b}]
budget: {max_cost: 40 USD}
on_failure: {retry: 1}
deploy: {x: {model: a}}
init_weights: {from: a}`
    expect(diagnose(experimentText({}, more))).toEqual([
      '8:1 not-available "claims" is not available yet.',
      '9:1 not-available "budget" is not available yet.',
      '10:1 not-available "on_failure" is not available yet.',
      '11:1 not-available "deploy" is not available yet.',
      '12:1 not-available "init_weights" is not available yet.',
    ])
  })

  it('refuses other engines, in a stage and in a variant', () => {
    const stages = '{a: {algorithm: xgboost@1.7-1}, b: {variants: {c: {container: {image: i}}}}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:14 not-available "algorithm" is not available yet.',
      '7:60 not-available "container" is not available yet.',
    ])
  })

  it('refuses kinds of stages, each once', () => {
    const stages =
      '{a: {kind: tune, max_trials: 3, variants: {b: {search_space: {}}}}, c: {kind: transform, of: [a], channel: x}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:20 not-available "kind: tune" is not available yet.',
      '7:87 not-available "kind: transform" is not available yet.',
    ])
  })

  it('refuses keys of tuning in a stage that trains', () => {
    const stages =
      '{a: {strategy: grid, max_trials: 1, search_space: {}, warm_start: {from: [b]}, early_stopping: auto, stop_when: {}, search_seed: 1, confirm: 1, budget: {}, channel: x}}'
    const keys = diagnose(experimentText({ stages })).map((line) => line.split('"')[1])
    expect(keys).toEqual([
      'strategy',
      'max_trials',
      'search_space',
      'warm_start',
      'early_stopping',
      'stop_when',
      'search_seed',
      'confirm',
      'budget',
      'channel',
    ])
  })
})
