/** Learning rates by step, by the formulas of Keras's schedules. */

import { learningRateTest } from '@assay/core/internal'

import type { TrainingOptions } from '../contract/training-options.js'

/** Returns the rate of each step; the first is 0. */
export type LearningRate = (step: number) => number

/**
 * Returns the job's schedule. If there is a `warmup`, the rate first rises evenly from 0. Then it falls: with `cosine` to 0
 * at the last epoch, with `exponential` smoothly by `decay_rate` in every `decay_epochs`, with `step` by as much at once.
 * In a test of learning rates it rises by the same factor at each step.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/
 */
export function learningRate(options: TrainingOptions, stepsPerEpoch: number): LearningRate {
  const rising = Math.round(options.warmup * stepsPerEpoch)
  const share = falling(options, stepsPerEpoch, options.epochs * stepsPerEpoch - rising)
  return (step) => options.learningRate * (step < rising ? step / rising : share(step - rising))
}

/** Returns the share of the learning rate after some steps. */
function falling(
  { schedule, learningRate, minLearningRate, decayRate, decayEpochs }: TrainingOptions,
  stepsPerEpoch: number,
  steps: number,
): (step: number) => number {
  const decays = (step: number): number => step / (decayEpochs * stepsPerEpoch)
  switch (schedule) {
    case 'cosine':
      return (step) => (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps)) / 2
    case 'exponential':
      return (step) => decayRate ** decays(step)
    case 'step':
      return (step) => decayRate ** Math.floor(decays(step))
    case learningRateTest.name:
      return (step) => (minLearningRate / learningRate) ** (1 - step / (learningRateTest.steps - 1))
    case 'constant':
      return () => 1
  }
}
