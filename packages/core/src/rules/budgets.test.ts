import { diagnose, experimentText } from '../testing/diagnose.js'

const tune = (more: string): string =>
  `{a: {kind: tune, max_trials: 3, search_space: {batch_size: {min: 1, max: 9}}, ${more}}}`

describe('budgets', () => {
  it('takes an amount, a time or both, for the file and for a search', () => {
    expect(diagnose(experimentText({ stages: tune('budget: {max_time: 2h}') }, 'budget: {max_cost: 0.5 USD}'))).toEqual(
      [],
    )
  })

  it.each([
    ['budget: {}', '8:9 bad-budget "budget" is empty; expected "max_cost", "max_time" or both.'],
    ['budget: {max_cost: 0 USD}', '8:20 bad-budget "max_cost" is "0 USD"; expected more than nothing.'],
    ['budget: {max_time: 0s}', '8:20 bad-budget "max_time" is "0s"; expected more than nothing.'],
    [
      'aws: {prices: {ml.m5.large: 0.1 USD, ml.m5.xlarge: 0.2 EUR}}',
      '8:52 bad-budget The price of "ml.m5.xlarge" is "0.2 EUR"; expected "USD", as the first of them: amounts are added.',
    ],
  ])('refuses %s', (more, problem) => {
    expect(diagnose(experimentText({}, more))).toEqual([problem])
  })

  it.each([
    ['119s', 'at least 120s, the least that SageMaker takes of a search'],
    ['183d', 'at most 182.5d, the most that SageMaker takes of a search'],
  ])('keeps the time of a search within what SageMaker takes: %s', (time, expected) => {
    const [problem] = diagnose(experimentText({ stages: tune(`budget: {max_time: ${time}}`) }))
    expect(problem).toContain(`bad-budget "max_time" is "${time}"; expected ${expected}.`)
  })

  it('refuses one of a stage that trains', () => {
    expect(diagnose(experimentText({ stages: '{a: {budget: {max_time: 1h}}}' }))).toEqual([
      '7:14 misplaced-key "budget" belongs to a stage of "kind: tune", or to the file as a whole.',
    ])
  })
})
