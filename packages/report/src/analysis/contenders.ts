/** The best variant together with all that cannot be told from it, on the rows that judge. */

import type { LeaderboardRow, ReportedObjective } from '../report/report.js'
import type { RowsByJob } from '../records/judged-rows.js'
import type { MeasuredVariant } from '../records/runs.js'
import { bestSubset } from '../statistics/best-subset.js'
import { mean } from '../statistics/statistics.js'
import { chosenBy, judge } from './judging.js'
import { fewestSeeds } from './verdict.js'

/**
 * Returns the refs of ranked variants that no other is better than, best first: the truly best one is among them with 95 %
 * probability. Empty if fewer than two variants have enough seeds, or if the rows that judge also chose.
 */
export function contenders(
  ranked: readonly LeaderboardRow[],
  variants: ReadonlyMap<string, MeasuredVariant>,
  objective: ReportedObjective,
  rows: RowsByJob,
): string[] {
  const known = ranked.flatMap(({ ref, rank, rankedAs }) => {
    const variant = variants.get(ref)
    return rank === undefined || rankedAs !== undefined || variant === undefined ? [] : [variant]
  })
  const enough = known.filter(({ runs }) => runs.filter((run) => run.objective !== undefined).length >= fewestSeeds)
  if (enough.length < 2) return []
  const isChosen =
    chosenBy(
      objective,
      enough,
      enough.some(({ variant }) => variant.repeats !== undefined),
    ) !== undefined
  const sign = objective.goal === 'maximize' ? 1 : -1
  const means = enough.map(
    ({ runs }) => sign * mean(runs.flatMap(({ objective: value }) => (value === undefined ? [] : [value]))),
  )
  let flattered = false
  const found = bestSubset(means, (a, b) => {
    const [one, other] = [enough[a], enough[b]]
    if (one === undefined || other === undefined) return undefined
    const { part, difference } = judge(one, other, objective, rows)
    flattered ||= part === 'validation' && isChosen
    return difference
  })
  return flattered ? [] : found.flatMap((index) => enough[index]?.variant.ref ?? [])
}
