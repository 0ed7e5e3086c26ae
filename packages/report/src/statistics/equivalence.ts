/** Tests of a difference against the smallest effect of interest δ rather than against 0. One-sided p-values are doubled. */

import { pOf } from './spread.js'
import type { SpreadDifference } from './crossed.js'

/**
 * Returns the p of "the difference is within ±δ" by two one-sided tests (Schuirmann 1987), doubled, so that it is below α
 * exactly if the two-sided interval at 1 − α lies inside ±δ. 1 if the difference itself lies outside.
 */
export function equivalenceP({ mean, sources }: SpreadDifference, delta: number): number {
  return Math.abs(mean) < delta ? pOf(delta - Math.abs(mean), sources) : 1
}

/** Returns the doubled one-sided p of "the difference is larger than δ": 1 if it is not. */
export function exceedsP({ mean, sources }: SpreadDifference, delta: number): number {
  return mean > delta ? pOf(mean - delta, sources) : 1
}
