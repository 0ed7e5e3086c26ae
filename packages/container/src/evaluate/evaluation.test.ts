import { calibration } from './calibration.js'
import type { Part } from '../data/parts/part.js'
import { partEvaluation, predictionLines } from './evaluation.js'
import { findLoss } from './loss.js'
import { metricSums } from './metrics.js'
import type { Metrics } from './metrics.js'
import { confidentMistakes } from './mistakes.js'

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

describe('metricSums', () => {
  it.each(['classification', 'regression'] as const)('do not depend on how rows are batched: %s', (task) => {
    const rows = 700
    const values = Float32Array.from({ length: rows }, (_, at) => Math.sin(at * at) * 3)
    const truths = Float64Array.from(values, (_, at) => (task === 'regression' ? Math.cos(at) * 5 : at % 2))
    const loss = findLoss('', task, 1, task === 'regression' ? 1 : 2)
    const [whole, cut] = [metricSums(task, loss), metricSums(task, loss)]
    whole.add(values, truths, rows)
    for (let from = 0; from < rows; from += 7) {
      cut.add(values.subarray(from, from + 7), truths.subarray(from, from + 7), 7)
    }
    const { loss: _whole, ...expected } = whole.result()
    const { loss: _cut, ...found } = cut.result()
    expect(found).toEqual(expected)
  })
})

describe('partEvaluation', () => {
  it('agrees with a confusion matrix, precision, recall and F1 found by hand', () => {
    const metrics = measured('classification', [...outputs], targets, 3)
    // Softmax gives ½ to the predicted class and ¼ to each other class.
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
      // Half sure of each, and right four times in six.
      calibration: {
        error: expect.closeTo(4 / 6 - 1 / 2, 6),
        bins: [{ from: 7 / 15, to: 8 / 15, rows: 6, accuracy: 4 / 6, probability: expect.closeTo(0.5, 6) }],
      },
    })
  })

  it('agrees with MAE, RMSE and R² found by hand', () => {
    const metrics = measured('regression', [1, 2, 5], [1, 3, 2], 1)
    expect(metrics['loss']).toBeCloseTo(10 / 3, 12)
    expect(metrics['mae']).toBeCloseTo(4 / 3, 12)
    expect(metrics['rmse']).toBeCloseTo(Math.sqrt(10 / 3), 12)
    expect(metrics['r2']).toBeCloseTo(1 - 10 / 2, 12)
  })

  it('leaves R² out if the targets do not vary', () => {
    expect(Object.keys(measured('regression', [1, 2], [3, 3], 1))).toEqual(['loss', 'mae', 'rmse'])
  })
})

/** Two classes by one logit each, so that each row's probability can be chosen. */
const sure = { loss: findLoss('', 'classification', 1, 2), task: 'classification', classNames: ['no', 'yes'] } as const
const logits = (...probabilities: number[]): Float32Array =>
  Float32Array.from(probabilities, (each) => Math.log(each / (1 - each)))

describe('calibration', () => {
  it('agrees with the expected calibration error found by hand', () => {
    // The probabilities of "yes" are 0.9, 0.92 and 0.7, that of "no" is 0.8; the second and third rows are wrong.
    const evaluated = { metrics: {}, outputs: logits(0.9, 0.92, 0.7, 0.2) }
    const { error, bins } = calibration(evaluated, part([1, 0, 0, 0]), sure.loss) ?? { error: NaN, bins: [] }
    expect(error).toBeCloseTo((2 * (0.91 - 0.5) + 0.7 + 0.2) / 4, 6)
    expect(bins.map(({ rows, accuracy }) => [rows, accuracy])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0.5],
    ])
    expect(bins.map(({ from, to, probability }) => from <= probability && probability < to)).toEqual([true, true, true])
  })

  it('puts rows with a probability of 1 into the last bin', () => {
    const evaluated = { metrics: {}, outputs: Float32Array.of(100, 200) }
    expect(calibration(evaluated, part([1, 1]), sure.loss)).toEqual({
      error: 0,
      bins: [{ from: 14 / 15, to: 1, rows: 2, accuracy: 1, probability: 1 }],
    })
  })

  it('is undefined if the outputs are not probabilities', () => {
    const loss = findLoss('mse', 'classification', 3, 3)
    expect(calibration({ metrics: {}, outputs }, part(targets), loss)).toBeUndefined()
  })
})

describe('confidentMistakes', () => {
  it('lists wrong predictions, the most confident first', () => {
    const evaluated = { metrics: {}, outputs: logits(0.9, 0.6, 0.95, 0.2) }
    const mistakes = confidentMistakes(evaluated, part([1, 0, 0, 1]), sure)
    expect(mistakes.map(({ probability, ...rest }) => ({ ...rest, probability: probability.toFixed(3) }))).toEqual([
      { row: 2, index: 12, label: 'no', predicted: 'yes', probability: '0.950' },
      { row: 3, index: 13, label: 'yes', predicted: 'no', probability: '0.800' },
      { row: 1, index: 11, label: 'no', predicted: 'yes', probability: '0.600' },
    ])
  })

  it('ends after 20', () => {
    const all = Array.from({ length: 50 }, (_, index) => 0.5 + index / 101)
    const mistakes = confidentMistakes({ metrics: {}, outputs: logits(...all) }, part(all.map(() => 0)), sure)
    expect([mistakes.length, mistakes[0].row]).toEqual([20, 49])
  })
})

describe('predictionLines', () => {
  it('gives the true class, the predicted class and its probability of each row', () => {
    const lines = predictionLines('test', { metrics: {}, outputs }, part(targets), reading)
    expect(lines[2]).toBe('test,12,a,b,0.500000,1.386294')
    expect(lines[5]).toMatch(/^test,15,"c, ""d""",b,0\.500000,[\d.]+$/)
  })

  it('reads a single output as the logit of the second class', () => {
    const binary = { ...reading, loss: findLoss('', 'classification', 1, 2), classNames: ['no', 'yes'] }
    const logits = Float32Array.from([Math.log(3), -Math.log(3)])
    expect(predictionLines('validation', { metrics: {}, outputs: logits }, part([1, 1]), binary)).toEqual([
      'validation,10,yes,yes,0.750000,0.2876821',
      'validation,11,yes,no,0.750000,1.386294',
    ])
  })

  it('gives numbers for regression', () => {
    const numbers = { loss: findLoss('', 'regression', 1, 1), task: 'regression', classNames: [] } as const
    expect(predictionLines('test', { metrics: {}, outputs: Float32Array.of(2.5) }, part([3]), numbers)).toEqual([
      'test,10,3,2.5,,0.25',
    ])
  })
})
