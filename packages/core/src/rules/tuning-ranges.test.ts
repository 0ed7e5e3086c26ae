import { diagnose, experimentText } from '../testing/diagnose.js'

/** The problems of a search space; columns count from its `{`. */
const space = (text: string, more = ''): string[] => {
  const before = '{a: {kind: tune, max_trials: 3, search_space: '
  return diagnose(experimentText({ stages: `${before}${text}${more}}}` })).map((line) =>
    line.replace(/^7:(\d+)/, (_, column: string) => String(Number(column) - 'stages: '.length - before.length)),
  )
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `x${index}`)

describe('tuningRanges', () => {
  it.each([
    '{learning_rate: {min: 1e-4, max: 0.1, scale: log}, batch_size: {values: [32, 64]}, units: {min: 8, max: 64}}',
    '{momentum: {min: 0, max: 0.99, scale: reverse_log}}',
  ])('accepts %s', (text) => {
    expect(space(text)).toEqual([])
  })

  it.each([
    ['{units: {min: 9, max: 3}}', '15 bad-range "units" goes from 9 to 3: its ends are the wrong way round.'],
    ['{units: {min: 3, max: 3}}', '15 bad-range "units" has one value only, 3; write it in "hyperparameters" instead.'],
    [
      '{units: {min: 0, max: 3, scale: log}}',
      '15 bad-range "units" has a logarithmic scale, which needs values above 0; "min" is 0.',
    ],
    [
      '{units: {min: 0, max: 1, scale: reverse_log}}',
      '23 bad-range "units" has a reverse logarithmic scale, which needs values from 0 to below 1; "max" is 1.',
    ],
    [
      '{weight_decay: {min: 0, max: 0.1, scale: log}}',
      '22 bad-range "weight_decay" has a logarithmic scale, which needs values above 0; "min" is 0.',
    ],
    ['{units: {min: 1, max: .inf}}', '23 not-finite ".inf" is not a finite number.'],
    ['{units: {values: []}}', '18 bad-range "units" has no values.'],
    ['{units: {values: [8]}}', '19 bad-range "units" has one value only; write it in "hyperparameters" instead.'],
    ['{units: {values: [8, 9, 8]}}', '25 bad-range The value 8 of "units" stands here twice.'],
    [
      '{units: {min: 1}}',
      '9 wrong-type "units" has "min"; expected a map with "min" and "max", a map with "values" or a map with "narrow".',
    ],
    ['{units: 3}', '9 wrong-type "units" is 3; expected a map.'],
    ['{units: {narrow: 30%}}', '10 bad-range "narrow" is a share of a parent\'s range; there is no "warm_start".'],
    [
      '{unit: {min: 1, max: 3}}',
      '2 unknown-hyperparameter Unknown hyperparameter "unit" in the search space: no model reads "$unit" and no default is given. Did you mean "units"?',
    ],
    [
      '{seed: {min: 1, max: 3}}',
      '2 reserved-name The hyperparameter\'s name "seed" is reserved: "seeds" of a stage says which seeds there are.',
    ],
    ['{batch_size: {min: 0.5, max: 8}}', '20 wrong-type "batch_size" is 0.5; expected a whole number.'],
    ['{learning_rate: {min: 0, max: 1}}', '23 bad-value "learning_rate" is 0; expected more than 0.'],
    [
      '{optimizer: {values: [adam, foo]}}',
      '29 bad-value "optimizer" is "foo"; expected one of "adam", "adamw", "nadam", "sgd", "rmsprop", "adagrad".',
    ],
    [
      '{optimizer: {min: 1, max: 3}}',
      '19 wrong-type "optimizer" is 1; expected text.',
      '27 wrong-type "optimizer" is 3; expected text.',
    ],
    [
      '{units: {values: [8, wide]}}',
      '22 mixed-types The hyperparameter "units" is "wide" here but a number in the architecture\'s defaults; expected one type.',
    ],
  ])('refuses %s', (text, ...problems) => {
    expect(space(text).filter((line) => !text.includes('seed') || !line.includes('unknown'))).toEqual(problems)
  })

  it.each([
    ['{learning_rate: {min: 0, max: 0.1, scale: log}}', '23 bad-value "learning_rate" is 0; expected more than 0.'],
    ['{epochs: {min: 0, max: 9, scale: log}}', '16 bad-value "epochs" is 0; expected at least 1.'],
    ['{momentum: {min: 0, max: 1, scale: reverse_log}}', '26 bad-value "momentum" is 1; expected less than 1.'],
  ])('says one thing of an end that neither the trainer nor the scale takes: %s', (text, problem) => {
    expect(space(text)).toEqual([problem])
  })

  it('refuses more ranges and more values than SageMaker takes, and none at all', () => {
    const model = `{layers: [{dense: {units: ${names(31)
      .map((name) => `$${name}`)
      .join(' + ')}}}, {dense: {units: $classes}}]}`
    const ranges = names(31).map((name) => `${name}: {min: 1, max: 3}`)
    const stages = `{a: {kind: tune, max_trials: 3, search_space: {${ranges.join(', ')}}}}`
    expect(
      diagnose(experimentText({ model: model.replace('$x30', '($x30)'), stages })).filter((line) =>
        line.includes('bad-range'),
      ),
    ).toEqual(['7:41 bad-range "a" searches 31 hyperparameters; SageMaker takes at most 30.'])
    expect(
      space(
        `{units: {values: [${names(31)
          .map((_, index) => index + 1)
          .join(', ')}]}}`,
      ),
    ).toEqual(['18 bad-range "units" has 31 values; SageMaker takes at most 30.'])
    const nothing =
      '"a" has nothing to search; write "search_space: {learning_rate: {min: 1e-4, max: 0.1, scale: log}}", for example.'
    expect(space('{}')).toEqual([`-13 bad-search ${nothing}`])
    expect(diagnose(experimentText({ stages: '{a: {kind: tune, max_trials: 3}}' }))).toEqual([
      `7:10 bad-search ${nothing}`,
    ])
  })

  it('refuses to leave more than the whole of a range', () => {
    const stages =
      '{a: {kind: tune, max_trials: 3, search_space: {units: {min: 1, max: 9}}}, b: {kind: tune, max_trials: 3, warm_start: {from: [a], narrow: 130%}, search_space: {units: {narrow: 200%}}}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:146 bad-range "narrow" is "130%"; expected at most 100%, which is the parent\'s whole range.',
      '7:184 bad-range "narrow" is "200%"; expected at most 100%, which is the parent\'s whole range.',
    ])
  })
})
