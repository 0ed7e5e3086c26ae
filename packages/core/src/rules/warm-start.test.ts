import { diagnose, experimentText } from '../testing/diagnose.js'

const units = 'search_space: {units: {min: 1, max: 9}}'
const stages = [
  `coarse: {kind: tune, max_trials: 3, ${units}}`,
  'base: {}',
  'all: {kind: tune, strategy: grid, search_space: {units: {values: [1, 2]}}}',
  `band: {kind: tune, strategy: hyperband, max_trials: 3, ${units}}`,
  `two: {kind: tune, max_trials: 3, ${units}, variants: {x: {}, y: {}}}`,
]

/** The problems of the parents of a stage `z`; columns count from the list's `[`. */
const from = (refs: string, more = ''): string[] => {
  const before = `stages: {${stages.join(', ')}, z: {kind: tune, max_trials: 3, ${more === '' ? units : more}, warm_start: {from: `
  return diagnose(experimentText({ stages: `${before.replace('stages: ', '')}${refs}}}}` })).map((line) =>
    line.replace(/^7:(\d+)/, (_, column: string) => String(Number(column) - before.length)),
  )
}

describe('warmStart', () => {
  it.each(['[coarse]', '[coarse, job:old-search-7]', '[job:old-search-7]', '[other.yaml:coarse]'])(
    'accepts %s',
    (refs) => {
      expect(from(refs)).toEqual([])
    },
  )

  it('takes over the ranges and the recipe of the first parent', () => {
    expect(from('[coarse]', 'search_space: {units: {narrow: 0%}}')).toEqual([])
    const inherited =
      '{a: {kind: tune, max_trials: 3, model: {architecture: mlp}, search_space: {units: {min: 1, max: 9}}}, b: {kind: tune, max_trials: 3, warm_start: {from: [a]}}}'
    expect(diagnose(experimentText({ model: undefined, stages: inherited }))).toEqual([])
  })

  it.each([
    ['[]', '1 bad-warm-start "from" is empty; expected at least one search.'],
    ['[coarse, coarse]', '10 bad-warm-start "coarse" stands here twice.'],
    [
      '[base]',
      '2 bad-warm-start "base" trains; a search starts from stages of "kind: tune". Weights are handed on by "init_weights".',
    ],
    ['[all]', '2 bad-warm-start "all" is a grid search; SageMaker starts from bayesian and random ones only.'],
    ['[band]', '2 bad-warm-start "band" is a hyperband search; SageMaker starts from bayesian and random ones only.'],
    ['[two]', '2 bad-warm-start "two" has several training definitions; SageMaker starts from searches with one.'],
    ['[corse]', '2 unknown-reference "corse" names no stage of this file. Did you mean "coarse"?'],
    [
      '[coarse/best]',
      '2 bad-warm-start A search starts from a whole search; expected "coarse" instead of "coarse/best".',
    ],
    [
      '[../a/other.yaml:coarse/best]',
      '2 bad-warm-start A search starts from a whole search; expected "../a/other.yaml:coarse" instead of "../a/other.yaml:coarse/best".',
    ],
    [
      '[other.yaml:coarse/1]',
      '2 bad-warm-start A search starts from a whole search; expected "other.yaml:coarse" instead of "other.yaml:coarse/1".',
    ],
    ['[z]', '2 reference-cycle The stage starts from itself: "z" → "z".'],
    ['[job:a, job:b, job:c, job:d, job:e, job:f]', '1 bad-warm-start "from" has 6 parents; SageMaker takes at most 5.'],
    [
      '[1]',
      '2 wrong-type Item 1 of "from" is 1; expected a reference to a stage, a variant or a job such as "baseline", "ablations/tanh" or "job:my-job": "[file.yaml:]stage[/variant][/seed]".',
    ],
  ])('refuses %s', (refs, problem) => {
    expect(from(refs)).toEqual([problem])
  })

  it('takes a share with a blank before its sign, and knows the share that a number means', () => {
    expect(from("[coarse], narrow: '40 %'")).toEqual([])
    expect(from("[coarse], narrow: '140 %'")).toEqual([
      '19 bad-range "narrow" is "140 %"; expected at most 100%, which is the parent\'s whole range.',
    ])
    expect(from('[coarse], narrow: 40')).toEqual([
      '19 wrong-type "narrow" is 40; expected a percentage such as "30%" or "30 %". Did you mean "40%"?',
    ])
  })

  it('finds cycles through `of` and `warm_start` together', () => {
    const cycle = `{a: {kind: tune, max_trials: 3, ${units}, of: c}, b: {kind: tune, max_trials: 3, warm_start: {from: [a]}, confirm: 1}, c: {of: b/best}}`
    expect(diagnose(experimentText({ stages: cycle }))).toEqual([
      '7:86 reference-cycle The stage starts from itself: "a" → "c" → "b" → "a".',
    ])
    const parents = `{a: {kind: tune, max_trials: 3, ${units}, warm_start: {from: [b]}}, b: {kind: tune, max_trials: 3, warm_start: {from: [a]}}}`
    expect(diagnose(experimentText({ stages: parents }))).toEqual([
      '7:102 reference-cycle The stage starts from itself: "a" → "b" → "a".',
    ])
  })

  it('starts a stage from the best trial of a search that confirms it', () => {
    const of = (ref: string, coarse: string): string[] =>
      diagnose(
        experimentText({ stages: `{coarse: {kind: tune, max_trials: 3, ${units}${coarse}}, z: {of: ${ref}}}` }),
      ).map((line) => line.replace(/^\d+:\d+ /, ''))
    expect(of('coarse/best', ', confirm: 1')).toEqual([])
    expect(of('coarse', '')).toEqual([
      'unknown-reference "coarse" is a search; expected its best trial, "coarse/best".',
    ])
    expect(of('coarse/best', ', confirm: 0')).toEqual(of('coarse/best', ''))
    expect(of('coarse/best', '')).toEqual([
      'unknown-reference "coarse/best" has been trained with the search\'s own seed only; write "confirm: 1" in "coarse", to train it on the seeds of its "of".',
    ])
    expect(of('coarse/cold', ', confirm: 1')).toEqual([
      'unknown-reference "coarse" has no cold control; it is written "warm_start: {control: cold}".',
    ])
    expect(of('coarse/best', ', confirm: 1, variants: {x: {}, y: {}}')).toEqual([])
  })
})
