/** Tests learning rates: takes a few steps, each at a higher rate than the last, and records their losses. */

import type { LearningRates } from '@assay/core'
import { learningRateTest } from '@assay/core/internal'
import { deriveSeed, labelMixing, setPrepared } from '@assay/model-zoo/build'

import { batchSource } from '../batches/batches.js'
import type { Batch } from '../batches/batches.js'
import { shuffler } from '../data/parts/random.js'
import type { Stoppable } from '../evaluate/evaluate.js'
import { JobFailure } from '../base/job-failure.js'
import { learningRate } from '../optimize/learning-rate.js'
import { metricSums } from '../evaluate/metrics.js'
import { requireMixable } from '../evaluate/mixed-loss.js'
import { findOptimizer } from '../optimize/optimizer.js'
import type { Training } from './train.js'
import { trainingLoss } from './training-loss.js'
import { trainingStep } from './training-step.js'
import { copyWeights, restoreWeights } from '../model/weights.js'

/** The share of the previous average in the smoothed loss, as in fastai and Lightning. */
const smoothing = 0.98

/** The test ends when the smoothed loss exceeds its best by this factor, as in fastai and Lightning. */
const outOfBounds = 4

/**
 * Takes the steps of the job's schedule over as many epochs as they need, or until the loss is out of bounds, and then
 * restores the model's weights.
 * @throws JobFailure if the very first loss is not finite.
 */
export async function testLearningRates(training: Training, events: Stoppable): Promise<LearningRates> {
  const { model, loss, task, train: part, options, seed, frozen, layers, scale } = training
  const source = batchSource({ part, batchSize: options.batchSize, layers, seed })
  const before = copyWeights(model)
  const stepsPerEpoch = Math.ceil(part.rows / options.batchSize)
  const rateOf = learningRate(options, stepsPerEpoch)
  const step = trainingStep(model, findOptimizer(options, stepsPerEpoch), frozen)
  const descended = trainingLoss(loss, options, task, part.targets)
  const mixing = labelMixing(model)
  if (mixing) requireMixable(loss, task)
  const curve = smoothedCurve()
  const take = ({ rows, values, targets }: Batch): boolean => {
    const sums = metricSums(task, descended, scale)
    const value = step(values, [rows, ...source.shape], targets, sums, mixing?.(rows))
    return curve.add(rateOf(curve.steps.length), value)
  }
  const shuffle = shuffler(deriveSeed(seed, 'Shuffle'))
  const order = Int32Array.from({ length: part.rows }, (_, row) => row)
  const isEnded = (): boolean => curve.steps.length >= learningRateTest.steps || events.isStopped()
  try {
    while (!isEnded()) {
      shuffle(order)
      for await (const batch of source.epoch(order, setPrepared(model, source.prepared))) {
        if (!take(batch)) return { steps: curve.steps, diverged: true }
        await events.pause()
        if (isEnded()) break
      }
    }
  } finally {
    await source.close()
    restoreWeights(model, before)
  }
  return { steps: curve.steps, diverged: false }
}

/** Rates with their losses. */
export interface SmoothedCurve {
  readonly steps: LearningRates['steps']
  /** Returns false if the loss is out of bounds. A loss that is not finite is not added to the curve. */
  readonly add: (rate: number, loss: number) => boolean
}

/** Returns an empty curve. */
export function smoothedCurve(): SmoothedCurve {
  const steps: LearningRates['steps'][number][] = []
  let average = 0
  let best = Infinity
  return {
    steps,
    add: (rate, loss) => {
      if (!Number.isFinite(loss)) {
        if (steps.length > 0) return false
        throw new JobFailure(`The loss is ${loss} before anything is trained. Values in the data may be too large.`)
      }
      average = smoothing * average + (1 - smoothing) * loss
      const smoothedLoss = average / (1 - smoothing ** (steps.length + 1))
      steps.push({ learningRate: rate, loss, smoothedLoss })
      best = Math.min(best, smoothedLoss)
      return smoothedLoss <= outOfBounds * best
    },
  }
}
