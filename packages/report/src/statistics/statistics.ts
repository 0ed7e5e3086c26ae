/** Estimates and intervals over seeds, by Student's t. Checked against SciPy in the test beside this file. */

import { float32Epsilon } from '@assay/core/internal'
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

/** The share of intervals that cover the truth. */
export const confidence = 0.95

/** Returns the arithmetic mean. A second pass corrects rounding: the mean of equal values is exactly that value. */
export function mean(values: readonly number[]): number {
  const rough = values.reduce((sum, value) => sum + value, 0) / values.length
  return rough + values.reduce((sum, value) => sum + (value - rough), 0) / values.length
}

/** Returns the sample variance (n − 1) around the mean, or around a center that is known better. */
export function variance(values: readonly number[], center = mean(values)): number {
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1)
}

/**
 * Returns the sample standard deviation (n − 1). Differences of equal decimals such as 0.92 − 0.91 and 0.03 − 0.02 differ
 * in the last bits, and metric values are 32-bit floats: a spread below the
 * resolution of 32-bit floats of the size of `scale` counts as 0.
 */
export function standardDeviation(values: readonly number[], scale = largest(values)): number {
  const sd = Math.sqrt(variance(values))
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

function around(center: number, standardError: number, degreesOfFreedom: number, level: number): Interval {
  const half = standardError === 0 ? 0 : tQuantile(1 - (1 - level) / 2, degreesOfFreedom) * standardError
  return { low: center - half, high: center + half }
}

/** Returns the largest absolute value. */
export function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs))
}

function rounding(scale: number): number {
  return float32Epsilon * scale
}
