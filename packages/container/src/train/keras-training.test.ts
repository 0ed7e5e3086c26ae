/** Compares schedules, weight decay, clipping, smoothed labels and class weights with Keras, step by step. */

import { readFileSync } from 'node:fs'

import { build } from '@assay/model-zoo/build'
import type { Scalar } from '@assay/core'

import { findLoss } from '../evaluate/loss.js'
import { metricSums } from '../evaluate/metrics.js'
import { findOptimizer } from '../optimize/optimizer.js'
import { startBackend } from '../backends/tensorflow.js'
import { trainingLoss } from './training-loss.js'
import { trainingOptions } from '../contract/training-options.js'
import { trainingStep } from './training-step.js'
import { copyWeights, restoreWeights } from '../model/weights.js'

type Weights = readonly (readonly number[])[]

/** Written by `fixtures/make-keras-training.py`. */
interface KerasTraining {
  readonly epochs: number
  readonly inputs: readonly number[]
  readonly cases: readonly {
    readonly values: Readonly<Record<string, Scalar>>
    readonly labels: readonly number[]
    readonly start: Weights
    readonly losses: readonly number[]
    readonly weights: Weights
  }[]
}

const file = new URL('../../fixtures/keras-training.json', import.meta.url)
const { epochs, inputs, cases } = JSON.parse(readFileSync(file, 'utf8')) as KerasTraining

beforeAll(() => startBackend())

const largestDifference = (actual: ArrayLike<number>, expected: readonly number[]): number =>
  expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at])), 0)

describe("training takes Keras's steps", () => {
  it.each(cases)('with $values', ({ values, labels, start, losses, weights }) => {
    const options = trainingOptions({ epochs, batch_size: 3, ...values })
    const outputs = options.loss === 'binary_crossentropy' ? 1 : 3
    const loss = findLoss(options.loss, 'classification', outputs, outputs === 1 ? 2 : 3)
    const descended = trainingLoss(loss, options, 'classification', labels)
    const dense = (id: string, units: number, activation: string) => ({
      id,
      type: 'dense',
      args: { units, activation },
    })
    const model = build([dense('hidden', 5, 'tanh'), dense('head', outputs, 'linear')], [4], { seed: 1 })
    restoreWeights(
      model,
      start.map((each) => Float32Array.from(each)),
    )
    const step = trainingStep(model, findOptimizer(options, 2))
    const own = losses.map((_, index) => {
      const first = (index % 2) * 3
      return step(
        Float32Array.from(inputs.slice(first * 4, first * 4 + 12)),
        [3, 4],
        Float64Array.from(labels.slice(first, first + 3)),
        metricSums('classification', descended),
      )
    })
    expect(own.length).toBe(16)
    expect(largestDifference(own, losses)).toBeLessThan(2e-5)
    copyWeights(model).forEach((each, index) => {
      expect(each.length).toBe(weights[index].length)
      expect(largestDifference(each, weights[index])).toBeLessThan(1e-4)
    })
    model.dispose()
  })
})
