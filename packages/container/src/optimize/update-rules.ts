/**
 * The update rule of each optimizer, with Keras's names, formulas and defaults. Each is one loop that changes a weight's
 * values in place: made of tensor operations, as in TensorFlow.js, it would take longer than the rest of a small model's
 * step.
 */

import { runLoop } from '../kernels/wasm/simd-loop.js'

/** A rule's inputs beside a weight and its gradient. */
export interface Step {
  /** Steps so far, this one included. */
  readonly count: number
  readonly rate: number
  readonly momentum: number
  /** Returns one number for each value of the weight, kept from step to step and `start` at first. */
  readonly memory: (name: string, start?: number) => Float32Array
}

/** Moves a weight's values, given their gradient, in place. */
export type UpdateRule = (values: Float32Array, gradient: Float32Array, step: Step) => void

const epsilon = 1e-7

/** Kingma and Ba 2014, https://arxiv.org/abs/1412.6980, with β₁ = 0.9 and β₂ = 0.999. */
const adam: UpdateRule = (values, gradient, { count, rate: learningRate, memory }) => {
  const rate = (learningRate * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count)
  runLoop('adam', [values, memory('mean'), memory('square')], [gradient], rate, epsilon)
}

/** Adam with Nesterov's momentum: Dozat 2015, http://cs229.stanford.edu/proj2015/054_report.pdf. */
const nadam = (): UpdateRule => {
  const u = (count: number): number => 0.9 * (1 - 0.5 * 0.96 ** count)
  // The product of all u so far; computed anew from the count after a restart.
  let [product, at] = [1, 0]
  return (values, gradient, { count, rate, memory }) => {
    if (count < at) [product, at] = [1, 0]
    while (at < count) product *= u(++at)
    const next = u(count + 1)
    const mean = (rate * next) / (1 - product * next)
    const now = (rate * (1 - u(count))) / (1 - product)
    const square = 1 / (1 - 0.999 ** count)
    const [m, v] = [memory('mean'), memory('square')]
    for (let index = 0; index < values.length; index++) {
      const g = gradient[index]
      m[index] += (g - m[index]) * (1 - 0.9)
      v[index] += (g * g - v[index]) * (1 - 0.999)
      values[index] -= (mean * m[index] + now * g) / (Math.sqrt(v[index] * square) + epsilon)
    }
  }
}

const sgd: UpdateRule = (values, gradient, { rate, momentum, memory }) => {
  if (momentum === 0) {
    for (let at = 0; at < values.length; at++) values[at] -= rate * gradient[at]
    return
  }
  const v = memory('velocity')
  for (let at = 0; at < values.length; at++) {
    v[at] = momentum * v[at] - rate * gradient[at]
    values[at] += v[at]
  }
}

/** Tieleman and Hinton 2012, with ρ = 0.9. */
const rmsprop: UpdateRule = (values, gradient, { rate, momentum, memory }) => {
  const [s, v] = [memory('square'), memory('velocity')]
  for (let at = 0; at < values.length; at++) {
    const g = gradient[at]
    s[at] = 0.9 * s[at] + (1 - 0.9) * g * g
    v[at] = momentum * v[at] + (rate * g) / Math.sqrt(s[at] + epsilon)
    values[at] -= v[at]
  }
}

/** Duchi, Hazan and Singer 2011; the sums start at 0.1. */
const adagrad: UpdateRule = (values, gradient, { rate, memory }) => {
  const s = memory('sum', 0.1)
  for (let at = 0; at < values.length; at++) {
    const g = gradient[at]
    s[at] += g * g
    values[at] -= (rate * g) / Math.sqrt(s[at] + epsilon)
  }
}

/** The rules by name. */
export const updateRules: ReadonlyMap<string, () => UpdateRule> = new Map([
  ['adam', () => adam],
  // Its weight decay comes from the hyperparameter, as every optimizer's: Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101.
  ['adamw', () => adam],
  ['nadam', nadam],
  ['sgd', () => sgd],
  ['rmsprop', () => rmsprop],
  ['adagrad', () => adagrad],
])
