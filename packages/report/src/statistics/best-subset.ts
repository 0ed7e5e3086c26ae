/**
 * The best of several variants, named together with all that cannot be told from it (Gupta 1965,
 * doi.org/10.1080/00401706.1965.10490251; Hsu 1984, doi.org/10.1214/aos/1176346801): the truly best one is among them with
 * 95 % probability.
 */

import { familyAlpha } from './family.js'
import { halfWidth } from './spread.js'
import type { SpreadDifference } from './crossed.js'

/**
 * Returns the indexes of the variants that no other is better than, one-sided at 0.05/(k − 1), best first.
 * @param means each variant's mean, larger is better: the order in which they are tried and returned.
 * @param difference variant `a` minus variant `b`; undefined if the two cannot be compared, which leaves neither out.
 */
export function bestSubset(
  means: readonly number[],
  difference: (a: number, b: number) => SpreadDifference | undefined,
): number[] {
  const order = means.map((_, index) => index).sort((a, b) => (means[b] ?? 0) - (means[a] ?? 0) || a - b)
  const level = subsetLevel(means.length)
  const isBetter = (a: number, b: number): boolean => {
    const found = difference(a, b)
    return found !== undefined && found.mean > 0 && found.mean > halfWidth(found.sources, level)
  }
  return order.filter((one) => !order.some((other) => other !== one && isBetter(other, one)))
}

/** Returns the level of the two-sided interval whose upper half is the one-sided test at 0.05/(k − 1). */
export function subsetLevel(variants: number): number {
  return 1 - (2 * familyAlpha) / Math.max(1, variants - 1)
}
