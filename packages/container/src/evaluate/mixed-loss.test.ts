import type { ResolvedLayer } from '@assay/core'
import { build, labelMixing } from '@assay/model-zoo/build'
import type { Mixing } from '@assay/model-zoo/build'
import { tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { findLoss } from './loss.js'
import type { Loss } from './loss.js'
import { metricSums } from './metrics.js'
import { requireMixable } from './mixed-loss.js'
import { readBackendRequest } from '../backends/backend.js'
import { startBackend } from '../backends/tensorflow.js'
import { trainingLoss } from '../train/training-loss.js'

const outputs = Float32Array.of(0.5, -1, 2, 1.5, 0.25, -0.75, 0, 1, 3)
const targets = Float64Array.of(2, 0, 1)
const mixing: Mixing = { partners: Int32Array.of(1, 2, 0), weights: Float32Array.of(0.75, 0.25, 0.5) }

/** The mean over rows of Σ −truth · ln softmax, with the truth written out. */
function softCrossEntropy(truth: readonly (readonly number[])[]): number {
  const rows = truth.map((shares, row) => {
    const logits = [...outputs.subarray(row * 3, row * 3 + 3)]
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0))
    return shares.reduce((sum, share, index) => sum - share * (logits[index] - total), 0)
  })
  return rows.reduce((sum, each) => sum + each, 0) / rows.length
}

const labelsOf = (smoothing: number, weights = [1, 1, 1]): number[][] =>
  [...targets].map((target, row) =>
    [0, 1, 2].map((index) => {
      const share = (label: number): number =>
        weights[label] * ((1 - smoothing) * Number(label === index) + smoothing / 3)
      const weight = mixing.weights[row]
      return weight * share(target) + (1 - weight) * share(targets[mixing.partners[row]])
    }),
  )

const cross = findLoss('categorical_crossentropy', 'classification', 3, 3)
const plain = { labelSmoothing: 0, classWeight: 'none' } as const

describe('the loss of mixed examples', () => {
  it.each<[string, Loss, number]>([
    ['a share of each label', cross, softCrossEntropy(labelsOf(0))],
    [
      'labels smoothed',
      trainingLoss(cross, { ...plain, labelSmoothing: 0.1 }, 'classification', targets),
      softCrossEntropy(labelsOf(0.1)),
    ],
    [
      'classes weighted',
      trainingLoss(cross, { ...plain, classWeight: 'balanced' }, 'classification', [0, 0, 1, 2]),
      softCrossEntropy(labelsOf(0, [4 / 6, 4 / 3, 4 / 3])),
    ],
  ])('is that of %s, and its gradient the slope', (_, loss, expected) => {
    const lossOf = (values: Float32Array, gradient?: Float32Array): number =>
      metricSums('classification', loss).add(values, targets, 3, { gradient, mixing })
    const gradient = new Float32Array(9)
    expect(lossOf(outputs, gradient)).toBeCloseTo(expected, 12)
    const step = 2 ** -10
    for (let index = 0; index < 9; index++) {
      const moved = (by: number): number => lossOf(outputs.map((value, at) => (at === index ? value + by : value)))
      expect(gradient[index]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 5)
    }
  })

  it('compares a class with the heavier label, and a number with the mean weighted alike', () => {
    // Answers 2, 0 and 2; the heavier labels are 2, 1 and 1.
    const sums = metricSums('classification', cross)
    sums.add(outputs, targets, 3, { mixing })
    expect(sums.result()['accuracy']).toBeCloseTo(1 / 3, 12)
    const squared = findLoss('mse', 'regression', 1, 1)
    const numbers = metricSums('regression', squared)
    // Between 2 and 0 · 0.75, 0 and 1 · 0.25, 1 and 2 · 0.5.
    numbers.add(Float32Array.of(0, 0, 0), targets, 3, { mixing })
    expect(numbers.result()['loss']).toBeCloseTo((1.5 ** 2 + 0.75 ** 2 + 1.5 ** 2) / 3, 12)
  })

  it('refuses a loss that is not linear in shares of classes', () => {
    const absolute = findLoss('mae', 'classification', 3, 3)
    expect(() => requireMixable(absolute, 'classification')).toThrow('the loss is "mean_absolute_error"')
    expect(() => requireMixable(absolute, 'regression')).not.toThrow()
  })
})

describe('labelMixing', () => {
  beforeAll(() => startBackend(readBackendRequest(process.env)))

  it("describes the model's next batch, wherever the layer is", () => {
    const layers: readonly ResolvedLayer[] = [
      { id: 'scale', type: 'rescaling', args: { scale: 2 } },
      { id: 'mix', type: 'mix_up', args: { alpha: 0.7 } },
    ]
    const model = build(layers, [1, 1, 1], { seed: 9 })
    const values = Float32Array.of(1, 10, 100, 1000, 10_000)
    for (let step = 0; step < 3; step++) {
      const { partners, weights } = labelMixing(model)?.(5) ?? mixing
      const made = tidy(() => [...(model.apply(tensor(values, [5, 1, 1, 1]), { training: true }) as Tensor).dataSync()])
      made.forEach((value, row) => {
        const expected = 2 * (weights[row] * values[row] + (1 - weights[row]) * values[partners[row]])
        expect(value / expected).toBeCloseTo(1, 5)
      })
    }
    expect(labelMixing(build(layers.slice(0, 1), [1, 1, 1], { seed: 9 }))).toBeUndefined()
  })
})
