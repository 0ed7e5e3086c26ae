/** Gaussian process regression: predictions under one setting of the hyperparameters, and their slopes. */
import type { Random } from '../space/random.js'
import type { Space } from '../space/space.js'
import { factor, solveLower, solveUpper } from './cholesky.js'
import {
  categoricalOf,
  correlationOf,
  emptyCorrelations,
  fillCorrelations,
  fillCovariance,
  singleOf,
  squareOf,
  warp,
  warpSlope,
} from './covariance.js'
import type { Inputs } from './covariance.js'
import type { Hyperparameters } from './hyperparameters.js'

const { abs, exp, log, max, min, sqrt } = Math

/** The posterior of the search's own objective, once for each fantasy of what is pending. */
export interface Posterior {
  /** The least mean at an input of the search itself, pending ones with their fantasised values; for each fantasy. */
  readonly best: Float64Array
  /** Returns the log density of each of the search's own observations given all others, summed. */
  readonly leftOut: () => number
  /** Sets `out` to the mean under each fantasy and, after them, the standard deviation, without noise, at a point. */
  readonly predict: (x: Float64Array, out: Float64Array) => void
  /** Sets `out` to the gradient, where `predict` was last asked, of the sum of what it set, each times its share. */
  readonly slope: (shares: Float64Array, out: Float64Array) => void
}

/**
 * Returns the posterior given observations of the first `y.length` inputs. The inputs after them are pending: their
 * values are joint draws from the posterior, fantasies (Snoek et al., NeurIPS 2012).
 */
export function posteriorOf(
  space: Space,
  h: Hyperparameters,
  inputs: Inputs,
  y: Float64Array,
  random: Random,
  fantasies = 1,
): Posterior {
  const categorical = categoricalOf(space)
  const [n, d] = [inputs.count, space.length]
  const warped = new Float64Array(inputs.x.length)
  const [l, correlations] = [new Float64Array(n * n), emptyCorrelations(n)]
  warp(inputs.x, categorical, h, warped)
  fillCorrelations(warped, n, categorical, h.inverse, correlations)
  fillCovariance(inputs, correlations, h, l)
  for (let jitter = 1e-8; !factor(l, n); jitter *= 10) {
    fillCovariance(inputs, correlations, { ...h, noise: h.noise + jitter }, l)
  }
  const white = new Float64Array(n)
  white.set(y)
  solveLower(l, n, white, y.length)
  const known = white.slice()
  solveUpper(l, n, known, y.length)
  const best = new Float64Array(fantasies)
  const weights = Array.from(best, (_, f) => {
    // Values of pending inputs are L times white noise; their own noise is all the Cholesky factor needs.
    for (let i = y.length; i < n; i++) white[i] = random.normal()
    const its = white.slice()
    solveUpper(l, n, its)
    best[f] = leastOwn(inputs, y, h.noise, l, white, its)
    return its
  })
  const alike = Float64Array.from(inputs.task.subarray(0, n), (task) => correlationOf(h, 0, task))
  const [u, k, beta] = [new Float64Array(d), new Float64Array(n), new Float64Array(n)]
  let spread = 1
  const [steep, x0, share] = [new Float64Array(n), new Float64Array(d), new Float64Array(n)]
  const [ofJoint, ofSingle] = [h.variance * (1 - h.additive), h.variance * h.additive]
  const predict = (x: Float64Array, out: Float64Array): void => {
    x0.set(x)
    warp(x, categorical, h, u)
    for (let i = 0; i < n; i++) {
      const square = squareOf(u, 0, warped, i * d, categorical, h.inverse)
      const r = sqrt(square)
      const fall = ofJoint * exp(-r)
      const single = ofSingle * singleOf(u, 0, warped, i * d, categorical, h.inverse)
      k[i] = (alike[i] as number) * (fall * (1 + r + square / 3) + single + 1)
      steep[i] = (-5 / 3) * fall * (1 + r)
    }
    for (let f = 0; f < fantasies; f++) out[f] = dot(k, weights[f] as Float64Array)
    solveLower(l, n, k)
    out[fantasies] = sqrt(max(h.variance + 1 - dot(k, k), 1e-12))
    spread = out[fantasies]
  }
  const slope = (shares: Float64Array, out: Float64Array): void => {
    beta.set(k)
    solveUpper(l, n, beta)
    const ofSpread = -(shares[fantasies] as number) / spread
    for (let i = 0; i < n; i++) {
      let sum = ofSpread * (beta[i] as number)
      for (let f = 0; f < fantasies; f++) sum += (shares[f] as number) * ((weights[f] as Float64Array)[i] as number)
      share[i] = sum * (alike[i] as number)
    }
    for (let j = 0; j < d; j++) {
      out[j] = 0
      if (categorical[j] === 1) continue
      const scale = h.inverse[j] as number
      const widened = sqrt(5 * d) * scale
      let [joint, single] = [0, 0]
      for (let i = 0; i < n; i++) {
        const difference = (u[j] as number) - (warped[i * d + j] as number)
        const r = widened * abs(difference)
        joint += (share[i] as number) * (steep[i] as number) * difference
        single += (share[i] as number) * (1 + r) * exp(-r) * difference
      }
      // The mean over dimensions divides by d what the square of the widened scale multiplied by it.
      const sum = scale ** 2 * (joint - (5 / 3) * ofSingle * single)
      out[j] = sum * warpSlope(x0[j] as number, h.a[j] as number, h.b[j] as number)
    }
  }
  if (best.some((each) => each === Infinity)) best.fill(leastMean(inputs, d, predict, fantasies))
  return { best, leftOut: () => leaveOneOut(inputs, y, l, known), predict, slope }
}

/** Returns the least mean at an input of the search itself: what was observed less the part taken for noise. */
function leastOwn(
  { task, count }: Inputs,
  y: Float64Array,
  noise: number,
  l: Float64Array,
  white: Float64Array,
  weights: Float64Array,
): number {
  let least = Infinity
  for (let i = 0; i < count; i++) {
    if (task[i] !== 0) continue
    least = min(least, (y[i] ?? product(l, i, count, white)) - noise * (weights[i] as number))
  }
  return least
}

/** Returns the sum over own observations (Rasmussen and Williams 2006, equations 5.10 to 5.12). */
function leaveOneOut(
  { task, count }: Inputs,
  { length }: Float64Array,
  l: Float64Array,
  weights: Float64Array,
): number {
  let sum = 0
  const column = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    if (task[i] !== 0) continue
    column.fill(0)
    column[i] = 1
    solveLower(l, count, column, length)
    const precision = dot(column, column)
    sum += 0.5 * log(precision) - (0.5 * (weights[i] as number) ** 2) / precision
  }
  return sum
}

/** Returns the least mean where parents looked, for a search that has no results of its own yet. */
function leastMean({ x, count }: Inputs, d: number, predict: Posterior['predict'], fantasies: number): number {
  const out = new Float64Array(fantasies + 1)
  let least = Infinity
  for (let i = 0; i < count; i++) {
    predict(x.subarray(i * d, (i + 1) * d), out)
    least = min(least, out[0] as number)
  }
  return least
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += (one[i] as number) * (other[i] as number)
  return sum
}

function product(l: Float64Array, row: number, n: number, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k <= row; k++) sum += (l[row * n + k] as number) * (b[k] as number)
  return sum
}
