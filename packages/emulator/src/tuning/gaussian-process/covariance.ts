/** The covariance: Matern-5/2 with a length scale a dimension, over warped inputs, between tasks. */
import type { Space } from '../space.js'
import type { Hyperparameters } from './hyperparameters.js'

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
 * Fills `out` with warped coordinates in units of the length scales: w(x) = 1 - (1 - x^a)^b, the Kumaraswamy
 * distribution function, and x itself outside [0, 1], where a parent may have searched.
 */
export function warp(x: Float64Array, categorical: Uint8Array, h: Hyperparameters, out: Float64Array): void {
  const d = categorical.length
  for (let i = 0; i < x.length; i++) {
    const j = i % d
    const at = x[i] as number
    if (categorical[j] === 1) out[i] = at
    else {
      const inside = at > 0 && at < 1
      out[i] = (inside ? 1 - (1 - at ** (h.a[j] as number)) ** (h.b[j] as number) : at) * (h.inverse[j] as number)
    }
  }
}

/** Returns the covariance of one warped row with another, of the tasks' correlation, without noise. */
export function covariance(
  u: Float64Array,
  from: number,
  v: Float64Array,
  at: number,
  categorical: Uint8Array,
  h: Hyperparameters,
  correlation: number,
): number {
  let square = 0
  for (let j = 0; j < categorical.length; j++) {
    const difference = (u[from + j] as number) - (v[at + j] as number)
    if (categorical[j] === 0) square += difference * difference
    else if (difference !== 0) square += (h.inverse[j] as number) ** 2
  }
  const r = Math.sqrt(5 * square)
  // The constant is the mean, integrated out: a normal of variance 1 that alike tasks share.
  return correlation * (h.variance * (1 + r + (r * r) / 3) * Math.exp(-r) + 1)
}

/** Returns the correlation of two tasks: 1 within one, and through the search itself between two parents. */
export function correlationOf(h: Hyperparameters, task: number, other: number): number {
  return task === other ? 1 : (h.alike[task] as number) * (h.alike[other] as number)
}

/** Fills the lower triangle of `out` with the covariance of all rows, noise on the diagonal. */
export function fillCovariance(
  { task, count }: Inputs,
  warped: Float64Array,
  categorical: Uint8Array,
  h: Hyperparameters,
  out: Float64Array,
): void {
  const d = categorical.length
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const alike = correlationOf(h, task[i] as number, task[j] as number)
      out[i * count + j] = covariance(warped, i * d, warped, j * d, categorical, h, alike)
    }
    out[i * count + i] = h.variance + 1 + h.noise
  }
}
