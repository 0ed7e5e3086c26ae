/** Optimizers by Keras's names, with Keras's defaults. */

import { train } from '@tensorflow/tfjs-core'
import type { Optimizer } from '@tensorflow/tfjs-core'

import type { TrainingOptions } from './context.js'
import { JobFailure } from './job-failure.js'

const optimizers: Readonly<Record<string, (options: TrainingOptions) => Optimizer>> = {
  adam: ({ learningRate }) => train.adam(learningRate, 0.9, 0.999, 1e-7),
  sgd: ({ learningRate, momentum }) =>
    momentum > 0 ? train.momentum(learningRate, momentum) : train.sgd(learningRate),
  rmsprop: ({ learningRate, momentum }) => train.rmsprop(learningRate, 0.9, momentum, 1e-7),
  adagrad: ({ learningRate }) => train.adagrad(learningRate, 0.1),
}

/**
 * Returns the optimizer that the hyperparameters name.
 * @throws JobFailure for an unknown one.
 */
export function findOptimizer(options: TrainingOptions): Optimizer {
  const create = optimizers[options.optimizer]
  if (create) return create(options)
  const known = Object.keys(optimizers).map((name) => `"${name}"`)
  throw new JobFailure(`Unknown optimizer "${options.optimizer}". Known are ${known.join(', ')}.`)
}
