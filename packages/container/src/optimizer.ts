/**
 * Optimizers by Keras's names, with Keras's formulas and defaults. Each is one loop over a weight's values in place:
 * built of tensor operations, as TensorFlow.js has them, they take longer than the whole rest of a small model's step.
 */

import type { TrainingOptions } from './context.js'
import { JobFailure } from './job-failure.js'

/** Moves a weight's values, given their gradient, in place. Keeps its own memory of each weight. */
export type Optimizer = (weight: number, values: Float32Array, gradient: Float32Array) => void

type Factory = (options: TrainingOptions) => Optimizer

/**
 * Returns the optimizer that the hyperparameters name. Weights are told apart by number.
 * @throws JobFailure for an unknown one.
 */
export function findOptimizer(options: TrainingOptions): Optimizer {
  const create = optimizers.get(options.optimizer)
  if (create) return create(options)
  const known = [...optimizers.keys()].map((name) => `"${name}"`)
  throw new JobFailure(`Unknown optimizer "${options.optimizer}". Known are ${known.join(', ')}.`)
}

const epsilon = 1e-7

/** Kingma and Ba 2014, https://arxiv.org/abs/1412.6980, with β₁ = 0.9 and β₂ = 0.999. */
const adam: Factory = ({ learningRate }) => {
  const [mean, square] = [memory(0), memory(0)]
  const steps: number[] = []
  return (weight, values, gradient) => {
    const step = (steps[weight] = (steps[weight] ?? 0) + 1)
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step)
    const [m, v] = [mean(weight, values), square(weight, values)]
    for (let at = 0; at < values.length; at++) {
      const g = gradient[at]
      m[at] += (g - m[at]) * (1 - 0.9)
      v[at] += (g * g - v[at]) * (1 - 0.999)
      values[at] -= (m[at] * rate) / (Math.sqrt(v[at]) + epsilon)
    }
  }
}

const sgd: Factory = ({ learningRate, momentum }) => {
  const velocity = memory(0)
  return (weight, values, gradient) => {
    if (momentum === 0) {
      for (let at = 0; at < values.length; at++) values[at] -= learningRate * gradient[at]
      return
    }
    const v = velocity(weight, values)
    for (let at = 0; at < values.length; at++) {
      v[at] = momentum * v[at] - learningRate * gradient[at]
      values[at] += v[at]
    }
  }
}

/** Tieleman and Hinton 2012, with ρ = 0.9. */
const rmsprop: Factory = ({ learningRate, momentum }) => {
  const [square, velocity] = [memory(0), memory(0)]
  return (weight, values, gradient) => {
    const [s, v] = [square(weight, values), velocity(weight, values)]
    for (let at = 0; at < values.length; at++) {
      const g = gradient[at]
      s[at] = 0.9 * s[at] + (1 - 0.9) * g * g
      v[at] = momentum * v[at] + (learningRate * g) / Math.sqrt(s[at] + epsilon)
      values[at] -= v[at]
    }
  }
}

/** Duchi, Hazan and Singer 2011; the sums start at 0.1. */
const adagrad: Factory = ({ learningRate }) => {
  const sum = memory(0.1)
  return (weight, values, gradient) => {
    const s = sum(weight, values)
    for (let at = 0; at < values.length; at++) {
      const g = gradient[at]
      s[at] += g * g
      values[at] -= (learningRate * g) / Math.sqrt(s[at] + epsilon)
    }
  }
}

const optimizers: ReadonlyMap<string, Factory> = new Map([
  ['adam', adam],
  ['sgd', sgd],
  ['rmsprop', rmsprop],
  ['adagrad', adagrad],
])

/** One number for each value of each weight, made when first asked for. */
function memory(start: number): (weight: number, values: Float32Array) => Float32Array {
  const arrays: Float32Array[] = []
  return (weight, { length }) => (arrays[weight] ??= new Float32Array(length).fill(start))
}
