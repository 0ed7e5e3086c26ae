import { planOf, planText } from '../testing/plan.js'
import type { DataSummary } from '../contract/training-spec.js'

const file = (data: string, stages = '  base: {}', hyperparameters = 'epochs: 1'): string => `version: 1
name: x
data: ${data}
objective: {metric: val_loss, goal: minimize}
model: {layers: [{dense: {units: $outputs}}]}
hyperparameters: {${hyperparameters}}
stages:
${stages}
`
const problems = (text: string, rows: DataSummary['rows'], dataset: Partial<DataSummary> = {}): readonly string[] =>
  planText(text, { dataset: { rows, ...dataset } }).problems

describe('rows to validate on', () => {
  it('are needed by an objective that is measured on them', () => {
    expect(problems(file('rows'), { train: 2 })).toEqual([
      '3:7 bad-data No row validates: "validation" is 10%, where nothing is said, of 2 rows. The objective "val_loss" is measured on validation rows. (In "base".)',
    ])
    expect(problems(file('{set: rows, split: {validation: 0}}'), { train: 200 })).toEqual([
      '3:39 bad-data No row validates: "validation" is 0 of 200 rows. The objective "val_loss" is measured on validation rows. (In "base".)',
    ])
    expect(problems(file('{set: rows, split: {validation: 1%}}'), { train: 200, validation: 20 })).toEqual([
      '3:39 bad-data No row validates: "validation" is 1% of 20 rows. The objective "val_loss" is measured on validation rows. (In "base".)',
    ])
  })

  it('may be none if the objective is measured on training rows', () => {
    const text = file('{set: rows, split: {validation: 0}}').replace('val_loss', 'loss')
    expect(planText(text, { dataset: { rows: { train: 2 } } }).plan).toBeDefined()
  })

  it('are enough if there is one', () => {
    expect(problems(file('rows'), { train: 5 })).toEqual([])
    expect(problems(file('rows'), { train: 1, validation: 1, test: 1 })).toEqual([])
  })
})

describe('a split', () => {
  it('takes no more rows than there are', () => {
    expect(problems(file('{set: rows, split: {validation: 500}}'), { train: 200 })).toEqual([
      '3:39 bad-data "validation" asks for 500 rows of 200. (In "base".)',
    ])
    expect(problems(file('{set: rows, split: {test: 11}}'), { train: 200, test: 10 })).toEqual([
      '3:33 bad-data "test" asks for 11 rows of 10. (In "base".)',
    ])
  })

  it('leaves rows to train on', () => {
    expect(problems(file('{set: rows, split: {validation: 100, test: 100}}'), { train: 200 })).toEqual([
      '3:19 bad-data Validation (100) and test (100) leave nothing of 200 rows to train on. (In "base".)',
    ])
  })

  it('is checked for each variant that changes it, and once for those that share it', () => {
    const stages =
      '  base: {}\n  more:\n    of: base\n    variants:\n      a: {data: {split: {validation: 300}}}\n      b: {}'
    expect(problems(file('rows', stages), { train: 200 })).toEqual([
      '12:38 bad-data "validation" asks for 300 rows of 200. (In "more/a".)',
    ])
    expect(problems(file('{set: rows, split: {test: 300}}', stages), { train: 200 })).toHaveLength(2)
  })
})

describe('a fraction', () => {
  it('keeps a row at least', () => {
    expect(problems(file('{set: rows, fraction: 0.0001}'), { train: 200 })).toEqual([
      '3:29 bad-data "fraction" is 0.0001, less than one of 160 rows to train on. (In "base".)',
    ])
    expect(problems(file('{set: rows, fraction: 0.0001}'), { train: 10_000 })).toEqual([])
  })

  it('is the same data as a percentage and as a number', () => {
    const names = (fraction: string): readonly string[] =>
      planOf(file(`{set: rows, fraction: ${fraction}}`)).stages.flatMap(({ variants }) =>
        variants.flatMap(({ runs }) => runs.map(({ jobName }) => jobName)),
      )
    expect(names('33.3%')).toEqual(names('0.333'))
    expect(names('50%')).not.toEqual(names('0.333'))
    expect(names('100%')).toEqual(names('1'))
  })

  it('is checked at every corner of a search space', () => {
    const search = '  base: {kind: tune, max_trials: 2, search_space: {share: {min: 0.001, max: 1, scale: log}}}'
    expect(problems(file('{set: rows, fraction: $share}', search), { train: 200 })).toEqual([
      '3:29 bad-data "fraction" is 0.001, less than one of 160 rows to train on. (In "base".)',
    ])
  })
})

describe('a series', () => {
  const series = { task: 'regression', inputShape: [4], classes: 1, classNames: [] } as const
  const windowed = (text: string, rows: number): readonly string[] => problems(text, { train: rows }, series)
  const train = (steps: number, window: number, horizon: number): string =>
    `The train part has ${steps} steps, too few for one window of ${window} and a horizon of ${horizon}. (In "base".)`

  it('is long enough for its window and its horizon', () => {
    expect(windowed(file('{set: rows, target: y, window: 50, horizon: 20}'), 60)).toEqual([
      `3:38 bad-data ${train(48, 50, 20)}`,
    ])
    expect(windowed(file('{set: rows, target: y, window: 500}'), 60)).toEqual([`3:38 bad-data ${train(48, 500, 1)}`])
  })

  it('has a horizon in each part', () => {
    const message = 'The validation part has 6 steps, too few for one window of 10 and a horizon of 7. (In "base".)'
    expect(windowed(file('{set: rows, target: y, window: 10, horizon: 7}'), 60)).toEqual([`3:51 bad-data ${message}`])
    const split = file('{set: rows, target: y, window: 10, horizon: 7, split: {validation: 6, test: 8}}')
    expect(windowed(split, 60)).toEqual([`3:74 bad-data ${message}`])
    expect(windowed(split.replace('test: 8', 'test: 0').replace('6,', '7,'), 60)).toEqual([])
  })

  it('is cut short by its fraction', () => {
    expect(windowed(file('{set: rows, target: y, window: 20, fraction: 0.1}'), 60)).toEqual([
      `3:52 bad-data ${train(5, 20, 1)}`,
    ])
  })

  it('is checked for every value of a hyperparameter', () => {
    const stages = '  base: {}\n  more: {of: base, matrix: {lags: [10, 50]}}'
    expect(windowed(file('{set: rows, target: y, window: $lags}', stages, 'epochs: 1, lags: 5'), 60)).toEqual([
      '3:38 bad-data The train part has 48 steps, too few for one window of 50 and a horizon of 1. (In "more/lags=50".)',
    ])
  })
})

describe('classes', () => {
  it('are two at least', () => {
    expect(problems(file('rows'), { train: 200 }, { classes: 1, classNames: ['a'] })).toEqual([
      '3:7 bad-data The data "rows" has only one class, "a": there is nothing to tell apart. (In "base".)',
    ])
  })
})

describe('what is inherited', () => {
  const data = '{set: rows, target: y, features: [a], fraction: 0.5, window: 3, horizon: 2, split: {validation: 20}}'
  const cleared = 'target: null, features: null, fraction: null, window: null, horizon: null, split: null'

  it('is taken away by null, by a stage and by a variant', () => {
    const stages = `  plain: {data: {${cleared}}}\n  base: {variants: {all: {}, none: {data: {${cleared}}}}}`
    const { plan } = planText(file(data, stages), { dataset: { rows: { train: 200 } } })
    const jobs = plan?.stages.flatMap(({ variants }) => variants.map(({ ref, runs }) => [ref, runs[0]?.jobName]))
    const plain = planOf(file('rows')).stages[0]?.variants[0]?.runs[0]?.jobName ?? ''
    expect(jobs).toEqual([
      ['plain', plain],
      ['base/all', expect.not.stringMatching(plain)],
      ['base/none', plain],
    ])
  })
})
