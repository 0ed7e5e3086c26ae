/** How many seeds, or rows, would settle a comparison that could not be told. */

import tQuantile from '@stdlib/stats-base-dists-t-quantile'

import { familyAlpha } from './family.js'
import type { SpreadDifference } from './crossed.js'

/** The answer to "what would decide this?" */
export type Needed =
  | { readonly kind: 'seeds'; readonly seeds: number }
  /** More seeds cannot help; so many rows could. */
  | { readonly kind: 'rows'; readonly rows: number }
  /** More seeds than anybody trains. */
  | { readonly kind: 'too many seeds' }

/** The probability of finding a difference that is there. */
const power = 0.8

/** Beyond this nobody trains. */
const mostSeeds = 1000

/** So many degrees of freedom that t is the normal distribution. */
const normal = 1e9

/**
 * Returns how many seeds, or else rows, find a difference of δ with 80 % probability in a family of K tests. Planned from δ,
 * never from the observed difference: that would be post-hoc power (Hoenig and Heisey 2001, doi.org/10.1198/000313001300339897).
 */
export function needed({ sources, seeds, rows }: SpreadDifference, delta: number, tests: number): Needed {
  const [ofSeeds, ofRows] = [variance(sources, 'seeds') * seeds, variance(sources, 'rows')]
  const row = (quantile(tests, normal) + tQuantile(power, normal)) ** 2 * ofRows
  if (row >= delta ** 2) {
    return { kind: 'rows', rows: Math.ceil((rows * row) / (delta ** 2 / 2)) }
  }
  for (let n = 2; n <= mostSeeds; n++) {
    const seed = (quantile(tests, n - 1) + tQuantile(power, n - 1)) ** 2 * (ofSeeds / n)
    if (seed + row <= delta ** 2) return { kind: 'seeds', seeds: n }
  }
  return row === 0 ? { kind: 'too many seeds' } : { kind: 'rows', rows: Math.ceil((rows * row) / (delta ** 2 / 2)) }
}

/** Returns the smallest difference that so many seeds would find with 80 % probability in a family of K tests. */
export function detectable({ sources, seeds }: SpreadDifference, tests: number, n = seeds): number {
  const perSeed = variance(sources, 'seeds') * seeds
  const seed = n < 2 ? 0 : (quantile(tests, n - 1) + tQuantile(power, n - 1)) ** 2 * (perSeed / n)
  const row = (quantile(tests, normal) + tQuantile(power, normal)) ** 2 * variance(sources, 'rows')
  return Math.sqrt(seed + row)
}

function quantile(tests: number, degreesOfFreedom: number): number {
  return tQuantile(1 - familyAlpha / (2 * Math.max(1, tests)), degreesOfFreedom)
}

function variance(sources: SpreadDifference['sources'], of: 'seeds' | 'rows'): number {
  return sources.filter((source) => source.of === of).reduce((sum, source) => sum + source.variance, 0)
}
