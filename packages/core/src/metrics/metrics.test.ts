/** One contract for every metric, and figures of other implementations. */

import { metricNames, taskMetrics } from '../contract/metrics.js'
import { countsOf } from './class-metric.js'
import { classScores, confusionOf } from './confusion.js'
import type { Metric, Rows } from './metric.js'
import { classMetrics, metricGoal, metricsOfRows, partMetrics } from './task-metrics.js'

/** Deterministic numbers from 0 to below 1. */
function randomNumbers(count: number, seed: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => (state = (state * 48271) % 2147483647) / 2147483647)
}

const scale = { deviation: 3.5, naiveError: 0.8 }

/** Rows of a task; classes are 0 and 1, of which class metrics measure the second. */
function rowsOf(task: Metric['task'], count: number, seed: number): Rows {
  const [predictions, targets] = [randomNumbers(count, seed), randomNumbers(count, seed + 1)]
  if (task === 'regression') return { predictions, targets: targets.map((value) => value * 10 - 3), scale }
  return { predictions: predictions.map(Math.round), targets: targets.map(Math.round) }
}

const perfect = ({ targets, ...rest }: Rows): Rows => ({ ...rest, targets, predictions: targets })

const all = [...Object.values(partMetrics).flat(), ...classMetrics].map((metric): [string, Metric] => [
  metric.name,
  metric,
])

describe.each(all)('%s', (name, { task, goal, isRowMean, ofRows }) => {
  it('has a name of its own, in lower case', () => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(all.filter(([other]) => other === name)).toHaveLength(1)
    expect(metricGoal(name)).toBe(goal)
  })

  it('belongs to the list of its task', () => {
    const list = [...partMetrics[task], ...(task === 'classification' ? classMetrics : [])]
    expect(list.map((metric) => metric.name)).toContain(name)
  })

  it.each([1, 7, 1000])('gives the same figure for the same %i rows, of any kind of array', (count) => {
    const { predictions, targets, ...rest } = rowsOf(task, count, 5)
    const again = { ...rest, predictions: Float64Array.from(predictions), targets: Float64Array.from(targets) }
    expect(ofRows(again)).toBe(ofRows({ ...rest, predictions, targets }))
  })

  it('is best for predictions that are right', () => {
    const rows = rowsOf(task, 50, 11)
    const [best, other] = [ofRows(perfect(rows)) ?? NaN, ofRows(rows) ?? NaN]
    expect(best).toBe(goal === 'maximize' ? 1 : 0)
    expect(goal === 'maximize' ? best > other : best < other).toBe(true)
  })

  it(isRowMean ? 'is the mean of its rows' : 'is not the mean of its rows', () => {
    const rows = rowsOf(task, 200, 3)
    const values = Array.from({ length: 200 }, (_, row) =>
      ofRows({ ...rows, predictions: [rows.predictions[row] ?? NaN], targets: [rows.targets[row] ?? NaN] }),
    )
    const mean = values.reduce<number>((sum, value) => sum + (value ?? NaN), 0) / values.length
    expect(Math.abs(mean - (ofRows(rows) ?? NaN)) < 1e-12).toBe(isRowMean)
  })
})

describe('metricsOfRows', () => {
  // https://scikit-learn.org/stable/modules/model_evaluation.html has these rows and figures.
  it("gives scikit-learn's figures for numbers", () => {
    const found = metricsOfRows('regression', { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] })
    expect(Object.keys(found)).toEqual(['mae', 'rmse', 'r2'])
    expect(found['mae']).toBe(0.5)
    expect(found['rmse']).toBeCloseTo(0.6123724356957946, 14)
    expect(found['r2']).toBeCloseTo(0.9486081370449679, 14)
  })

  it("gives sktime's figure for a forecast", () => {
    const steps = [5, 0.5, 4, 6, 3, 5, 2]
    const naiveError = steps.slice(1).reduce((sum, step, at) => sum + Math.abs(step - (steps[at] ?? NaN)), 0) / 6
    const rows = { targets: [3, -0.5, 2, 7, 2], predictions: [2.5, 0, 2, 8, 1.25], scale: { deviation: 1, naiveError } }
    expect(metricsOfRows('regression', rows)['mase']).toBeCloseTo(0.18333333333333335, 14)
  })

  it('gives the share of right classes', () => {
    const rows = { targets: [0, 1, 2, 3], predictions: [0, 2, 1, 3] }
    expect(metricsOfRows('classification', rows)).toEqual({ accuracy: 0.5 })
  })

  it('leaves out what the rows do not define', () => {
    expect(metricsOfRows('regression', { targets: [2, 2], predictions: [1, 3] })).toEqual({ mae: 1, rmse: 1 })
  })

  it('measures errors of forecasts in the unit of the series', () => {
    const rows = { targets: [0, 1], predictions: [1, 1], scale: { deviation: 4, naiveError: 2 } }
    expect(metricsOfRows('regression', rows)).toEqual({ mae: 2, rmse: 4 * Math.sqrt(0.5), r2: -1, mase: 1 })
  })
})

describe('classScores', () => {
  it("gives scikit-learn's figures for each class", () => {
    const confusion = confusionOf({ targets: [0, 1, 2, 0, 1, 2], predictions: [0, 2, 1, 0, 0, 1] }, 3)
    expect(confusion).toEqual([
      [2, 0, 0],
      [1, 0, 1],
      [0, 2, 0],
    ])
    const scores = [0, 1, 2].map((index) => classScores(confusion, index))
    expect(scores.map(({ precision }) => precision)).toEqual([2 / 3, 0, 0])
    expect(scores.map(({ recall }) => recall)).toEqual([1, 0, 0])
    expect(scores.map(({ f1 }) => f1)).toEqual([0.8, 0, 0])
    expect(scores.map(({ support }) => support)).toEqual([2, 2, 2])
  })

  it.each(classMetrics.map((metric) => [metric.name, metric] as const))(
    'agrees with %s of the rows',
    (name, metric) => {
      const rows = rowsOf('classification', 300, 17)
      const scores: Readonly<Record<string, number>> = { ...classScores(confusionOf(rows, 2), 1) }
      expect(scores[name]).toBe(metric.ofRows(rows))
      expect(scores[name]).toBe(metric.ofCounts(countsOf(rows, 1)))
    },
  )
})

describe('metricGoal', () => {
  it('minimizes the loss, and knows nothing of other names', () => {
    expect(['loss', 'accuracy', 'epoch', 'toString'].map(metricGoal)).toEqual([
      'minimize',
      'maximize',
      undefined,
      undefined,
    ])
  })
})

describe('partMetrics', () => {
  it.each(['classification', 'regression'] as const)('of %s are those that jobs may print', (task) => {
    const names = partMetrics[task].map(({ name }) => name)
    expect(['loss', ...names.filter((name) => name !== 'mase')]).toEqual(taskMetrics[task])
    for (const name of names) expect(metricNames).toEqual(expect.arrayContaining([`val_${name}`, `test_${name}`]))
  })
})
