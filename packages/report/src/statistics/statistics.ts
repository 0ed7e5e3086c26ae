/** Estimates, intervals and tests over seeds, all by Student's t. Checked against SciPy in the test beside this file. */

import { float32Epsilon } from '@assay/core/internal'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

/** Two ends of an interval, in the unit of what is estimated. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** A mean over repetitions; `sd` (n − 1 in the denominator) and `interval` (95 %, Student's t) need at least two. */
export interface Estimate {
  readonly n: number
  readonly mean: number
  readonly sd?: number
  readonly interval?: Interval
}

/** A difference of means with its two-sided test against zero. */
export interface Difference {
  readonly mean: number
  readonly standardError: number
  readonly degreesOfFreedom: number
  readonly interval: Interval
  /** Two-sided. 0 or 1 if nothing varies (`zeroVariance`), because a test needs some variation. */
  readonly p: number
  /** True when every repetition gave the same, so that the interval has no width. */
  readonly zeroVariance: boolean
}

/** The share of intervals that cover the truth. */
export const confidence = 0.95

/** Returns the arithmetic mean. A second pass corrects rounding: the mean of equal values is exactly that value. */
export function mean(values: readonly number[]): number {
  const rough = values.reduce((sum, value) => sum + value, 0) / values.length
  return rough + values.reduce((sum, value) => sum + (value - rough), 0) / values.length
}

/**
 * Returns the sample standard deviation (n − 1). Differences of equal decimals such as 0.92 − 0.91 and 0.03 − 0.02 differ
 * in the last bits, and metric values are 32-bit floats: a spread below the
 * resolution of 32-bit floats of the size of `scale` counts as 0.
 */
export function standardDeviation(values: readonly number[], scale = largest(values)): number {
  const center = mean(values)
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1))
  return sd <= rounding(scale) ? 0 : sd
}

/** Returns mean, standard deviation and interval, as far as the number of values allows; undefined for none. */
export function estimate(values: readonly number[], level = confidence): Estimate | undefined {
  const n = values.length
  if (n === 0) return undefined
  if (n === 1) return { n, mean: mean(values) }
  const sd = standardDeviation(values)
  return { n, mean: mean(values), sd, interval: around(mean(values), sd / Math.sqrt(n), n - 1, level) }
}

/**
 * Returns how far from these values' mean one more value like them lies with 95 % probability (Student's prediction
 * interval: t · s · √(1 + 1/n)), or undefined below two values.
 */
export function oneMore(values: readonly number[]): number | undefined {
  const n = values.length
  if (n < 2) return undefined
  return tQuantile(1 - (1 - confidence) / 2, n - 1) * standardDeviation(values) * Math.sqrt(1 + 1 / n)
}

/**
 * Returns the mean of paired differences with its t test, or undefined below two pairs. `scale` is the size of the numbers
 * that were subtracted from each other.
 */
export function pairedDifference(differences: readonly number[], scale = largest(differences)): Difference | undefined {
  const n = differences.length
  if (n < 2) return undefined
  return difference(mean(differences), standardDeviation(differences, scale) / Math.sqrt(n), n - 1, scale)
}

/** Returns mean(a) − mean(b) by Welch's t test for unequal variances, or undefined if a side has fewer than two. */
export function welchDifference(a: readonly number[], b: readonly number[]): Difference | undefined {
  if (a.length < 2 || b.length < 2) return undefined
  const [u, v] = [standardDeviation(a) ** 2 / a.length, standardDeviation(b) ** 2 / b.length]
  const degrees =
    u + v === 0 ? a.length + b.length - 2 : (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1))
  return difference(mean(a) - mean(b), Math.sqrt(u + v), degrees, largest([...a, ...b]))
}

/** Returns p-values adjusted by Holm's step-down method, in the order given. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(ps.length)
  let highest = 0
  order.forEach(({ p, index }, position) => {
    highest = Math.max(highest, Math.min(1, p * (ps.length - position)))
    adjusted[index] = highest
  })
  return adjusted
}

function difference(value: number, standardError: number, degreesOfFreedom: number, scale: number): Difference {
  const zeroVariance = standardError === 0
  const varying = (): number => Math.min(1, 2 * tCdf(-Math.abs(value / standardError), degreesOfFreedom))
  return {
    mean: value,
    standardError,
    degreesOfFreedom,
    interval: around(value, standardError, degreesOfFreedom, confidence),
    p: zeroVariance ? (Math.abs(value) <= rounding(scale) ? 1 : 0) : varying(),
    zeroVariance,
  }
}

function around(center: number, standardError: number, degreesOfFreedom: number, level: number): Interval {
  const half = standardError === 0 ? 0 : tQuantile(1 - (1 - level) / 2, degreesOfFreedom) * standardError
  return { low: center - half, high: center + half }
}

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs))
}

function rounding(scale: number): number {
  return float32Epsilon * scale
}
