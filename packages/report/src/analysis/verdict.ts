/** From evidence to verdicts. All verdicts of a report share their families, so that intervals and words agree. */

import type { Verdict } from '../report/report.js'
import type { SpreadDifference } from '../statistics/crossed.js'
import { equivalenceP, exceedsP } from '../statistics/equivalence.js'
import { family, type FamilyMember } from '../statistics/family.js'
import { pOf } from '../statistics/spread.js'

/** Below this number of seeds a verdict would rest on luck; the figures are still shown. */
export const fewestSeeds = 5

/** One test of the report's families. */
export interface Test {
  /** Equal for tests of the same jobs: the family counts them once. */
  readonly key: string
  readonly difference: SpreadDifference
  /** Whether "better" is forbidden, because seeds failed for reasons that the model may cause. */
  readonly notBetter: boolean
  /** The same for the other side: "worse" is forbidden. */
  readonly notWorse: boolean
}

/** The outcome of one test. */
export interface Outcome {
  readonly verdict: Verdict
  /** Two-sided p against 0, adjusted by Holm's method over the report's comparisons. */
  readonly adjustedP: number
  /** Level of the interval that agrees with the verdict, such as 0.9917. */
  readonly level: number
}

/** How many tests each family of the report has; each family keeps its own 5 %. */
export interface Families {
  /** "better" and "worse". */
  readonly comparisons: number
  /** "no difference"; 0 without `min_effect`. */
  readonly equivalence: number
  /** "better by at least" and "worse by at least" `min_effect`; 0 without it. */
  readonly atLeast: number
}

/** Returns the outcome of each test by its key, and the sizes of the families. */
export function judgeTests(
  tests: readonly Test[],
  minEffect: number,
): { outcomes: ReadonlyMap<string, Outcome>; families: Families } {
  const distinct = [...new Map(tests.map((test) => [test.key, test])).values()]
  const members = (pOfTest: (difference: SpreadDifference) => number): FamilyMember[] =>
    family(distinct.map(({ difference }) => pOfTest(difference)))
  const compared = members(({ mean, sources }) => pOf(mean, sources))
  const none: readonly undefined[] = []
  const equivalent = minEffect > 0 ? members((one) => equivalenceP(one, minEffect)) : none
  const exceeding = minEffect > 0 ? members((one) => exceedsP(magnitude(one), minEffect)) : none
  const outcomes = new Map(
    distinct.map((test, index) => {
      const against = compared[index] as FamilyMember
      return [test.key, outcome(test, against, equivalent[index], exceeding[index])]
    }),
  )
  const count = minEffect > 0 ? distinct.length : 0
  return { outcomes, families: { comparisons: distinct.length, equivalence: count, atLeast: count } }
}

/** The strongest verdict that its family allows, with that family's interval. */
function outcome(
  { difference, notBetter, notWorse }: Test,
  against: FamilyMember,
  equivalent: FamilyMember | undefined,
  exceeding: FamilyMember | undefined,
): Outcome {
  const { adjustedP, level } = against
  const way = difference.mean > 0 ? 'better' : 'worse'
  const forbidden = way === 'better' ? notBetter : notWorse
  if (exceeding?.rejected && !forbidden) return { verdict: `${way} by at least`, adjustedP, level: exceeding.level }
  if (equivalent?.rejected) return { verdict: 'no difference', adjustedP, level: equivalent.level }
  if (against.rejected && !forbidden) return { verdict: way, adjustedP, level }
  if (difference.mean === 0 && difference.sources.every(({ variance }) => variance === 0)) {
    return { verdict: 'no difference', adjustedP, level }
  }
  return { verdict: "can't tell", adjustedP, level }
}

function magnitude(difference: SpreadDifference): SpreadDifference {
  return { ...difference, mean: Math.abs(difference.mean) }
}
