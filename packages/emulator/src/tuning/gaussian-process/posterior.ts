/** Gaussian process regression: hyperparameters sampled from their posterior, and predictions under each sample. */
import type { Random } from '../random.js'
import type { Space } from '../space.js'
import { factor, solveLower, solveUpper } from './cholesky.js'
import { categoricalOf, covariance, correlationOf, fillCovariance, warp } from './covariance.js'
import type { Inputs } from './covariance.js'
import { ellipticalSlice } from './elliptical-slice.js'
import { hyperparametersOf, layoutOf } from './hyperparameters.js'
import type { Hyperparameters } from './hyperparameters.js'

/** How long the chain is: sweeps over all blocks before the first sample, and from one to the next. */
export interface Chain {
  readonly burnIn: number
  readonly samples: number
  readonly thin: number
}

/** Returns samples of the hyperparameters given observations (of all tasks; `y` has mean 0 and variance 1). */
export function sampleHyperparameters(
  space: Space,
  parents: number,
  inputs: Inputs,
  y: Float64Array,
  { burnIn, samples, thin }: Chain,
  random: Random,
): readonly Hyperparameters[] {
  const { size, blocks } = layoutOf(space, parents)
  const categorical = categoricalOf(space)
  const { count } = inputs
  const [warped, matrix, w] = [
    new Float64Array(inputs.x.length),
    new Float64Array(count * count),
    new Float64Array(count),
  ]
  const logLikelihood = (z: Float64Array): number => {
    const h = hyperparametersOf(space, parents, z)
    warp(inputs.x, categorical, h, warped)
    fillCovariance(inputs, warped, categorical, h, matrix)
    if (!factor(matrix, count)) return -Infinity
    w.set(y)
    solveLower(matrix, count, w)
    let sum = 0
    for (let i = 0; i < count; i++) sum += Math.log(matrix[i * count + i] as number) + 0.5 * (w[i] as number) ** 2
    return -sum
  }
  // From the likeliest of a few draws of the prior: a chain this short should not start in its tail.
  let z: Float64Array = new Float64Array(size)
  let value = logLikelihood(z)
  for (let draw = 0; draw < 10; draw++) {
    const other = z.map(() => random.normal())
    const its = logLikelihood(other)
    if (its > value) [z, value] = [other, its]
  }
  const kept: Hyperparameters[] = []
  for (let sweep = 0; kept.length < samples; sweep++) {
    for (const block of blocks) value = ellipticalSlice(z, block, value, logLikelihood, random)
    if (sweep >= burnIn && (sweep - burnIn) % thin === 0) kept.push(hyperparametersOf(space, parents, z))
  }
  return kept
}

/** The posterior of the search's own objective under one setting of the hyperparameters. */
export interface Posterior {
  /** The least mean at an input of the search itself, pending ones with their fantasised values. */
  readonly best: number
  /** Returns the log density of each of the search's own observations given all others, summed. */
  readonly leftOut: () => number
  /** Sets `out` to the mean and the standard deviation, without noise, at the point whose coordinates these are. */
  readonly predict: (x: Float64Array, out: Float64Array) => void
}

/**
 * Returns the posterior given observations of the first `y.length` inputs. The inputs after them are pending: their
 * values are one joint draw from the posterior, a fantasy (Snoek et al., NeurIPS 2012).
 */
export function posteriorOf(
  space: Space,
  h: Hyperparameters,
  inputs: Inputs,
  y: Float64Array,
  random: Random,
): Posterior {
  const categorical = categoricalOf(space)
  const [n, d] = [inputs.count, space.length]
  const warped = new Float64Array(inputs.x.length)
  const l = new Float64Array(n * n)
  warp(inputs.x, categorical, h, warped)
  fillCovariance(inputs, warped, categorical, h, l)
  for (let jitter = 1e-8; !factor(l, n); jitter *= 10) {
    fillCovariance(inputs, warped, categorical, { ...h, noise: h.noise + jitter }, l)
  }
  const white = new Float64Array(n)
  white.set(y)
  solveLower(l, n, white, y.length)
  // Values of pending inputs are L times white noise; their own noise is all the Cholesky factor needs.
  for (let i = y.length; i < n; i++) white[i] = random.normal()
  const weights = white.slice()
  solveUpper(l, n, weights)
  let best = Infinity
  for (let i = 0; i < n; i++) {
    if (inputs.task[i] !== 0) continue
    const observed = y[i] ?? product(l, i, n, white)
    best = Math.min(best, observed - h.noise * (weights[i] as number))
  }
  const alike = Float64Array.from(inputs.task.subarray(0, n), (task) => correlationOf(h, 0, task))
  const [u, k] = [new Float64Array(d), new Float64Array(n)]
  const predict = (x: Float64Array, out: Float64Array): void => {
    warp(x, categorical, h, u)
    let mean = 0
    for (let i = 0; i < n; i++) {
      const value = covariance(u, 0, warped, i * d, categorical, h, alike[i] as number)
      k[i] = value
      mean += value * (weights[i] as number)
    }
    solveLower(l, n, k)
    let variance = h.variance + 1
    for (let i = 0; i < n; i++) variance -= (k[i] as number) ** 2
    out[0] = mean
    out[1] = Math.sqrt(Math.max(variance, 1e-12))
  }
  return {
    best: best < Infinity ? best : leastMean(inputs, d, predict),
    leftOut: () => leaveOneOut(inputs, y, l, weights),
    predict,
  }
}

/** Returns the sum over own observations (Rasmussen and Williams 2006, equations 5.10 to 5.12). */
function leaveOneOut({ task, count }: Inputs, y: Float64Array, l: Float64Array, weights: Float64Array): number {
  let sum = 0
  const column = new Float64Array(count)
  for (let i = 0; i < y.length; i++) {
    if (task[i] !== 0) continue
    column.fill(0)
    column[i] = 1
    solveLower(l, count, column)
    const precision = column.reduce((total, value) => total + value * value, 0)
    sum += 0.5 * Math.log(precision) - (0.5 * (weights[i] as number) ** 2) / precision
  }
  return sum
}

/** Returns the least mean where parents looked, for a search that has no results of its own yet. */
function leastMean({ x, count }: Inputs, d: number, predict: Posterior['predict']): number {
  const out = new Float64Array(2)
  let least = Infinity
  for (let i = 0; i < count; i++) {
    predict(x.subarray(i * d, (i + 1) * d), out)
    least = Math.min(least, out[0] as number)
  }
  return least
}

function product(l: Float64Array, row: number, n: number, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k <= row; k++) sum += (l[row * n + k] as number) * (b[k] as number)
  return sum
}
