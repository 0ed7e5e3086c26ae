import type { Part } from './data/part.js'
import { partEvaluation, predictionLines } from './evaluation.js'
import { findLoss } from './loss.js'
import { metricSums } from './metrics.js'
import type { Metrics } from './metrics.js'

function part(targets: readonly number[]): Part {
  return {
    rows: targets.length,
    features: { values: new Float32Array(targets.length), divisor: 1 },
    width: 1,
    inputShape: [1],
    targets: Float64Array.from(targets),
    indexes: Int32Array.from(targets, (_, index) => 10 + index),
  }
}

function measured(
  task: 'classification' | 'regression',
  outputs: readonly number[],
  targets: readonly number[],
  width: number,
): Metrics {
  const sums = metricSums(task, findLoss('', task, width, task === 'regression' ? 1 : Math.max(width, 2)))
  sums.add(Float32Array.from(outputs), Float64Array.from(targets), targets.length)
  return sums.result()
}

// True classes 0 0 0 1 1 2, predicted 0 0 1 1 1 1.
const targets = [0, 0, 0, 1, 1, 2]
const predicted = [0, 0, 1, 1, 1, 1]
const outputs = Float32Array.from(
  predicted.flatMap((each) => [0, 1, 2].map((index) => (index === each ? Math.log(2) : 0))),
)
const classNames = ['a', 'b', 'c, "d"']
const reading = { loss: findLoss('', 'classification', 3, 3), task: 'classification', classNames } as const

describe('partEvaluation', () => {
  it('agrees with a confusion matrix, precision, recall and F1 found by hand', () => {
    const metrics = measured('classification', [...outputs], targets, 3)
    // Softmax gives ½ to the predicted class, ¼ to each other one.
    expect(metrics['loss']).toBeCloseTo((4 * Math.log(2) + 2 * Math.log(4)) / 6, 6)
    expect(metrics['accuracy']).toBeCloseTo(4 / 6, 12)
    expect(partEvaluation({ metrics, outputs }, part(targets), reading)).toEqual({
      rows: 6,
      metrics,
      confusion: [
        [2, 1, 0],
        [0, 2, 0],
        [0, 1, 0],
      ],
      classes: [
        { name: 'a', support: 3, precision: 1, recall: 2 / 3, f1: 0.8 },
        { name: 'b', support: 2, precision: 0.5, recall: 1, f1: 2 / 3 },
        { name: 'c, "d"', support: 1, precision: 0, recall: 0, f1: 0 },
      ],
    })
  })

  it('agrees with MAE, RMSE and R² found by hand', () => {
    const metrics = measured('regression', [1, 2, 5], [1, 3, 2], 1)
    expect(metrics['loss']).toBeCloseTo(10 / 3, 12)
    expect(metrics['mae']).toBeCloseTo(4 / 3, 12)
    expect(metrics['rmse']).toBeCloseTo(Math.sqrt(10 / 3), 12)
    expect(metrics['r2']).toBeCloseTo(1 - 10 / 2, 12)
  })

  it('leaves R² out where the targets do not vary', () => {
    expect(Object.keys(measured('regression', [1, 2], [3, 3], 1))).toEqual(['loss', 'mae', 'rmse'])
  })
})

describe('predictionLines', () => {
  it('says for each row what it is, what it was taken for and how surely', () => {
    const lines = predictionLines('test', { metrics: {}, outputs }, part(targets), reading)
    expect(lines[2]).toBe('test,12,a,b,0.500000')
    expect(lines[5]).toBe('test,15,"c, ""d""",b,0.500000')
  })

  it('reads a single output as the logit of the second class', () => {
    const binary = { ...reading, loss: findLoss('', 'classification', 1, 2), classNames: ['no', 'yes'] }
    const logits = Float32Array.from([Math.log(3), -Math.log(3)])
    expect(predictionLines('validation', { metrics: {}, outputs: logits }, part([1, 1]), binary)).toEqual([
      'validation,10,yes,yes,0.750000',
      'validation,11,yes,no,0.750000',
    ])
  })

  it('gives numbers for regression', () => {
    const numbers = { loss: findLoss('', 'regression', 1, 1), task: 'regression', classNames: [] } as const
    expect(predictionLines('test', { metrics: {}, outputs: Float32Array.of(2.5) }, part([3]), numbers)).toEqual([
      'test,10,3,2.5,',
    ])
  })
})
