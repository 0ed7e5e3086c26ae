/** The best variant together with all that cannot be told from it, on the rows that judge. */

import type { LeaderboardRow, ReportedObjective } from '../report/report.js'
import type { RowsByJob } from '../records/judged-rows.js'
import type { MeasuredVariant } from '../records/runs.js'
import { bestSubset, subsetLevel } from '../statistics/best-subset.js'
import { mean } from '../statistics/statistics.js'
import { barrier, hidesFailures } from './barriers.js'
import { chosenBy, judge, judgingPart, leastInterval } from './judging.js'
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
  const isSearched = enough.some(({ variant }) => variant.repeats !== undefined)
  const part = judgingPart(enough, objective, rows)
  if (part === 'validation' && chosenBy(objective, enough, isSearched) !== undefined) return []
  const sign = objective.goal === 'maximize' ? 1 : -1
  const means = enough.map(
    ({ runs }) => sign * mean(runs.flatMap(({ objective: value }) => (value === undefined ? [] : [value]))),
  )
  const level = subsetLevel(enough.length)
  const found = bestSubset(means, (a, b) => {
    const [one, other] = [enough[a], enough[b]]
    if (one === undefined || other === undefined) return undefined
    const least = leastInterval(one, other, objective, rows, level)
    if (least && least.difference <= least.half) return undefined
    const judged = judge(one, other, objective, rows)
    const barred = barrier(judged, [one, other], { objective, isSearched }) !== undefined || hidesFailures(one)
    return barred ? undefined : judged.difference
  })
  return found.flatMap((index) => enough[index]?.variant.ref ?? [])
}
