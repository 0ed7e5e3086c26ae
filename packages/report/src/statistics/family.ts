/**
 * Several tests that share one chance of a false verdict: Holm's step-down method (Holm 1979), with intervals that agree.
 *
 * The j-th smallest p that Holm's method rejects gets the interval at 1 − α/(K − j + 1), every other test the interval at
 * 1 − α/(K − r), with r rejections among K. An interval then excludes 0 exactly if its test is rejected. They are the
 * intervals of the tests, not simultaneous ones.
 */

/** One test of a family after adjustment. */
export interface FamilyMember {
  /** Holm's adjusted p. */
  readonly adjustedP: number
  /** Whether the test is rejected at the family's level. */
  readonly rejected: boolean
  /** The level, such as 0.9875, of the interval that agrees with `rejected`. */
  readonly level: number
}

/** The chance of at least one false verdict in a family. */
export const familyAlpha = 0.05

/** Returns the members of a family in the order of their p-values as given. */
export function family(ps: readonly number[], alpha = familyAlpha): FamilyMember[] {
  const k = ps.length
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p || a.index - b.index)
  const failing = order.findIndex(({ p }, position) => !(p < alpha / (k - position)))
  const rejections = failing === -1 ? k : failing
  const members = new Array<FamilyMember>(k)
  let highest = 0
  order.forEach(({ p, index }, position) => {
    highest = Math.max(highest, Math.min(1, p * (k - position)))
    const rejected = position < rejections
    members[index] = { adjustedP: highest, rejected, level: 1 - alpha / (k - (rejected ? position : rejections)) }
  })
  return members
}
