import type { ResolvedLayer } from '@assay/core'
import { build } from '@assay/model-zoo/build'
import { memory } from '@tensorflow/tfjs-core'

import { readBackendRequest } from '../backends/backend.js'
import type { Part } from '../data/parts/part.js'
import { learningRate } from '../optimize/learning-rate.js'
import { findLoss } from '../evaluate/loss.js'
import { startBackend } from '../backends/tensorflow.js'
import { smoothedCurve, testLearningRates } from './test-learning-rates.js'
import { randomValues } from '../testing/reference.js'
import type { Training } from './train.js'
import { trainingOptions } from '../contract/training-options.js'
import { copyWeights } from '../model/weights.js'

// On wasm unless ASSAY_BACKEND names another.
beforeAll(() => startBackend(readBackendRequest(process.env)))

const test = { schedule: 'range_test', epochs: 1, batch_size: 8, optimizer: 'sgd' }
const quiet = { pause: async () => undefined, isStopped: () => false }
const layer = (id: string, type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer => ({ id, type, args })

/** 30 rows of three classes: four steps an epoch, the last one smaller. */
const examples = ((): Part => {
  const targets = Float64Array.from({ length: 30 }, (_, row) => row % 3)
  const values = Float32Array.from(randomValues([30, 6], 5).data, (value, at) => value + targets[Math.floor(at / 6)])
  const indexes = Int32Array.from(targets, (_, row) => row)
  return { rows: 30, features: { values, divisor: 1 }, width: 6, inputShape: [6], targets, indexes }
})()

function training(min: number, max: number): Training {
  const layers = [
    layer('norm', 'batch_normalization'),
    layer('hidden', 'dense', { units: 8, activation: 'tanh' }),
    layer('drop', 'dropout', { rate: 0.1 }),
    layer('head', 'dense', { units: 3 }),
  ]
  return {
    model: build(layers, [6], { seed: 7 }),
    loss: findLoss('', 'classification', 3, 3),
    task: 'classification',
    train: examples,
    validation: examples,
    objective: { metric: 'val_accuracy', goal: 'maximize', at: 'last' },
    seed: 7,
    options: trainingOptions({ ...test, learning_rate: max, min_learning_rate: min }),
  }
}

describe('the schedule of a test of learning rates', () => {
  it('rises by the same factor at each of 100 steps, from one rate to the other', () => {
    const rate = learningRate(trainingOptions({ ...test, learning_rate: 1, min_learning_rate: 1e-6 }), 7)
    for (let step = 0; step < 100; step++) expect(Math.log10(rate(step))).toBeCloseTo((6 * step) / 99 - 6, 12)
    expect(rate(99)).toBe(1)
  })

  it.each([1, 2, 0, -1])('refuses to start at %d and to end at 1', (min) => {
    expect(() => trainingOptions({ ...test, learning_rate: 1, min_learning_rate: min })).toThrow(
      `The hyperparameter "min_learning_rate" is "${min}"; expected a number above 0 and below "learning_rate" (1).`,
    )
  })
})

describe('testLearningRates', () => {
  it('takes its steps over as many epochs as they need, and restores weights and memory', async () => {
    const it = training(1e-4, 0.5)
    const before = copyWeights(it.model)
    const tensors = memory().numTensors
    const { steps, diverged } = await testLearningRates(it, quiet)
    expect(diverged).toBe(false)
    expect(steps.map((step) => step.learningRate)).toEqual(
      Array.from({ length: 100 }, (_, step) => learningRate(it.options, 4)(step)),
    )
    const least = Math.min(...steps.map(({ loss }) => loss))
    expect(least).toBeLessThan(0.5 * steps[0].loss)
    expect(copyWeights(it.model)).toEqual(before)
    expect(memory().numTensors).toBe(tensors)
    expect(await testLearningRates(training(1e-4, 0.5), quiet)).toEqual({ steps, diverged })
  })

  it('moves the weights by the rate of each step', async () => {
    const losses = async (min: number, max: number): Promise<number[]> =>
      (await testLearningRates(training(min, max), quiet)).steps.map(({ loss }) => loss)
    const [one, steeper, higher] = [await losses(0.01, 0.1), await losses(0.01, 0.5), await losses(0.02, 0.1)]
    // A loss depends on the rates of the steps before it, not on its own.
    expect(steeper[0]).toBe(one[0])
    expect(steeper[1]).toBeCloseTo(one[1], 6)
    expect(steeper[2]).not.toBeCloseTo(one[2], 6)
    expect(higher[0]).toBe(one[0])
    expect(higher[1]).not.toBeCloseTo(one[1], 6)
  })

  it('ends when the loss is out of bounds', async () => {
    const it = training(1e-3, 1e6)
    const before = copyWeights(it.model)
    const { steps, diverged } = await testLearningRates(it, quiet)
    expect(diverged).toBe(true)
    expect(steps.length).toBeLessThan(100)
    const smoothed = steps.map(({ smoothedLoss }) => smoothedLoss)
    for (let at = 0; at < steps.length - 1; at++) {
      expect(smoothed[at]).toBeLessThanOrEqual(4 * Math.min(...smoothed.slice(0, at + 1)))
    }
    expect(smoothed.at(-1)).toBeGreaterThan(4 * Math.min(...smoothed))
    expect(copyWeights(it.model)).toEqual(before)
  })

  it('ends when stopped', async () => {
    let pauses = 0
    const { steps } = await testLearningRates(training(1e-6, 1), {
      pause: async () => void pauses++,
      isStopped: () => pauses >= 7,
    })
    expect(steps).toHaveLength(7)
  })
})

describe('smoothedCurve', () => {
  it('weights the losses so far by 0.98 to the power of their age', () => {
    const losses = [3, 1, 4, 1, 5, 9, 2, 6]
    const curve = smoothedCurve()
    losses.forEach((loss, at) => {
      curve.add(0.1, loss)
      const weights = losses.slice(0, at + 1).map((_, from) => 0.98 ** (at - from))
      const sum = weights.reduce((total, weight, from) => total + weight * losses[from], 0)
      expect(curve.steps[at].smoothedLoss).toBeCloseTo(sum / weights.reduce((total, weight) => total + weight), 12)
    })
  })

  it('is out of bounds above four times its best, and for a loss that is not finite', () => {
    const curve = smoothedCurve()
    expect(curve.add(0.1, 1)).toBe(true)
    expect(curve.add(0.2, 6.9)).toBe(true) // Its average is just below 4.
    expect(curve.add(0.3, NaN)).toBe(false)
    expect(curve.steps).toHaveLength(2)
    expect(curve.add(0.3, 8)).toBe(false)
    expect(() => smoothedCurve().add(0.1, Infinity)).toThrow('The loss is Infinity before anything is trained.')
  })
})
