/**
 * How far an estimated difference may be from the truth when several independent sources make it vary.
 *
 * Each source has a variance and degrees of freedom. The half-width at level 1 − a is √Σ t(1 − a/2, df)² v
 * (Cochran 1964, "Approximate significance levels of the Behrens-Fisher test", doi.org/10.2307/2528068), and p is the a at
 * which the half-width equals the difference. One source alone gives Student's t test.
 */

import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

import type { Interval } from './statistics.js'

/** One source of variance of an estimated difference. */
export interface VarianceSource {
  /** `seeds`: another training seed; `rows`: other rows of the same population. */
  readonly of: 'seeds' | 'rows'
  /** Of the estimated difference, in its squared unit. */
  readonly variance: number
  readonly degreesOfFreedom: number
}

/** Returns the half-width of the two-sided interval at a level such as 0.95; 0 if nothing varies. */
export function halfWidth(sources: readonly VarianceSource[], level: number): number {
  return halfWidthAt(sources, 1 - level)
}

/** By the lower tail: 1 − a/2 would be 1 for the smallest a. */
function halfWidthAt(sources: readonly VarianceSource[], a: number): number {
  const squared = sources.map(({ variance, degreesOfFreedom }) =>
    variance === 0 ? 0 : quantile(a / 2, degreesOfFreedom) ** 2 * variance,
  )
  return Math.sqrt(squared.reduce((sum, value) => sum + value, 0))
}

/** A report asks for the same few quantiles thousands of times, and each takes the library a millisecond. */
const known = new Map<string, number>()
const mostKnown = 10_000

function quantile(tail: number, degreesOfFreedom: number): number {
  const key = `${tail} ${degreesOfFreedom}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= mostKnown) known.clear()
  const value = tQuantile(tail, degreesOfFreedom)
  known.set(key, value)
  return value
}

/** Returns the two-sided interval around a difference. */
export function intervalAround(difference: number, sources: readonly VarianceSource[], level: number): Interval {
  const half = halfWidth(sources, level)
  return { low: difference - half, high: difference + half }
}

/** Returns the two-sided p of a difference against 0. Without any variance it is 1 for 0, otherwise 0. */
export function pOf(difference: number, sources: readonly VarianceSource[]): number {
  if (sources.some(({ variance }) => Number.isNaN(variance))) return 1
  const varying = sources.filter(({ variance }) => variance > 0)
  const distance = Math.abs(difference)
  const [only, ...others] = varying
  if (only === undefined) return distance === 0 ? 1 : 0
  if (distance === 0) return 1
  if (others.length === 0) return oneSource(distance, only)
  return whereEqual(distance, varying)
}

/** Below this p nobody asks for its digits, and quantiles lose theirs. */
const smallestP = 1e-200

function oneSource(distance: number, { variance, degreesOfFreedom }: VarianceSource): number {
  return Math.min(1, 2 * tCdf(-distance / Math.sqrt(variance), degreesOfFreedom))
}

/**
 * The half-width falls as a rises, so the crossing is bracketed: each source alone would give a smaller p, and all variance
 * on the fewest degrees of freedom a larger one. Regula falsi (Illinois) on log a takes some eight steps.
 */
function whereEqual(distance: number, sources: readonly VarianceSource[]): number {
  const total = sources.reduce((sum, { variance }) => sum + variance, 0)
  const fewest = Math.min(...sources.map(({ degreesOfFreedom }) => degreesOfFreedom))
  const most = oneSource(distance, { of: 'seeds', variance: total, degreesOfFreedom: fewest })
  if (most < smallestP) return most
  const excess = (logA: number): number => Math.log(halfWidthAt(sources, Math.exp(logA)) / distance)
  let high = Math.log(most)
  let low = Math.log(Math.max(smallestP, ...sources.map((source) => oneSource(distance, source))))
  let [atHigh, atLow] = [excess(high), excess(low)]
  for (let step = 0; step < 100 && high - low > 1e-12 && atLow !== atHigh; step++) {
    const middle = (low * atHigh - high * atLow) / (atHigh - atLow)
    const value = excess(middle)
    if (Math.abs(value) < 1e-14) return Math.exp(middle)
    if (value > 0) {
      ;[low, atLow, atHigh] = [middle, value, atHigh / 2]
    } else {
      ;[high, atHigh, atLow] = [middle, value, atLow / 2]
    }
  }
  return Math.exp((low + high) / 2)
}
