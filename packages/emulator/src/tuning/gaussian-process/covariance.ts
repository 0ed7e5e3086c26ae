/**
 * The covariance: Matern-5/2 with a length scale a dimension, over warped inputs, between tasks; a part of it is a sum
 * over dimensions, each by itself (Duvenaud, Nickisch and Rasmussen, "Additive Gaussian Processes", NeurIPS 2011), for
 * much of what a hyperparameter does it does whatever the others are, and that is learned from few trials.
 */
import type { Space } from '../space/space.js'
import type { Hyperparameters } from './hyperparameters.js'

const { abs, exp, log, sqrt } = Math

/** Points by rows, with the task of each: 0 is the search itself, others are parents. */
export interface Inputs {
  readonly x: Float64Array // [count, dimensions]
  readonly task: Uint8Array // [count]
  readonly count: number
}

/** Returns whether each dimension is one of categories, which differ by 1 or not at all. */
export const categoricalOf = (space: Space): Uint8Array =>
  Uint8Array.from(space, ({ kind }) => (kind === 'Categorical' ? 1 : 0))

/**
 * Fills `out` with warped coordinates: w(x) = 1 - (1 - x^a)^b, the Kumaraswamy distribution function, and x itself
 * outside [0, 1], where a parent may have searched. Powers are taken through logarithms: twice as fast, and most of a
 * suggestion's time was spent on them.
 */
export function warp(x: Float64Array, categorical: Uint8Array, h: Hyperparameters, out: Float64Array): void {
  const d = categorical.length
  for (let i = 0, j = 0; i < x.length; i++) {
    const at = x[i] as number
    if (categorical[j] === 1 || at <= 0 || at >= 1) out[i] = at
    else out[i] = 1 - exp((h.b[j] as number) * log(1 - exp((h.a[j] as number) * log(at))))
    if (++j === d) j = 0
  }
}

/** Returns the slope of the warping of one coordinate. */
export function warpSlope(at: number, a: number, b: number): number {
  if (at <= 0 || at >= 1) return 1
  const power = at ** a
  return a * b * (power / at) * (1 - power) ** (b - 1)
}

/** Returns 5 times the squared distance of a warped row from another, in length scales. */
export function squareOf(
  u: Float64Array,
  from: number,
  v: Float64Array,
  at: number,
  categorical: Uint8Array,
  inverse: Float64Array,
): number {
  let square = 0
  for (let j = 0; j < categorical.length; j++) {
    const difference = (u[from + j] as number) - (v[at + j] as number)
    if (difference === 0) continue
    const scale = inverse[j] as number
    const scaled = categorical[j] === 0 ? difference * scale : scale
    square += scaled * scaled
  }
  return 5 * square
}

/** Returns the Matern-5/2 correlation for 5 times a squared distance. */
export function matern(square: number): number {
  const r = sqrt(square)
  return (1 + r + square / 3) * exp(-r)
}

/**
 * Returns the mean over dimensions of the correlation in each alone. Its length scales are those of the joint one
 * without the root of the dimensions, which makes up there for distances that grow with it.
 */
export function singleOf(
  u: Float64Array,
  from: number,
  v: Float64Array,
  at: number,
  categorical: Uint8Array,
  inverse: Float64Array,
): number {
  const d = categorical.length
  const widen = sqrt(5 * d)
  let sum = 0
  for (let j = 0; j < d; j++) {
    const difference = (u[from + j] as number) - (v[at + j] as number)
    if (difference === 0) {
      sum += 1
      continue
    }
    const r = widen * (inverse[j] as number) * (categorical[j] === 1 ? 1 : abs(difference))
    sum += (1 + r + (r * r) / 3) * exp(-r)
  }
  return sum / d
}

/** Returns the correlation of two tasks: 1 within one, and through the search itself between two parents. */
export function correlationOf(h: Hyperparameters, task: number, other: number): number {
  return task === other ? 1 : (h.alike[task] as number) * (h.alike[other] as number)
}

/** Lower triangles of the correlations of rows within one task, without the diagonal. */
export interface Correlations {
  readonly joint: Float64Array // [count, count]
  readonly single: Float64Array // [count, count]
}

export const emptyCorrelations = (count: number): Correlations => ({
  joint: new Float64Array(count * count),
  single: new Float64Array(count * count),
})

/** Fills `out` with the correlations of warped rows. */
export function fillCorrelations(
  warped: Float64Array,
  count: number,
  categorical: Uint8Array,
  inverse: Float64Array,
  { joint, single }: Correlations,
): void {
  const d = categorical.length
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) {
      joint[i * count + j] = matern(squareOf(warped, i * d, warped, j * d, categorical, inverse))
      single[i * count + j] = singleOf(warped, i * d, warped, j * d, categorical, inverse)
    }
  }
}

/**
 * Fills the lower triangle of `out` with the covariance of all rows, noise on the diagonal. The constant 1 is the mean,
 * integrated out: a normal of variance 1 that alike tasks share.
 */
export function fillCovariance(
  { task, count }: Inputs,
  { joint, single }: Correlations,
  h: Hyperparameters,
  out: Float64Array,
): void {
  const [ofJoint, ofSingle] = [h.variance * (1 - h.additive), h.variance * h.additive]
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const at = i * count + j
      const alike = correlationOf(h, task[i] as number, task[j] as number)
      out[at] = alike * (ofJoint * (joint[at] as number) + ofSingle * (single[at] as number) + 1)
    }
    out[i * count + i] = h.variance + 1 + h.noise
  }
}
