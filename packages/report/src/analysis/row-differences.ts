/** The difference of two sides with its sources of variance: row by row if predictions are there, otherwise by means. */

import type { SeedPair } from '../report/report.js'
import { statisticOf, type JudgedRows } from '../records/judged-rows.js'
import { crossedDifference, unpairedDifference, type SpreadDifference } from '../statistics/crossed.js'
import { bootstrapDifference } from '../statistics/row-bootstrap.js'
import { largest, mean, standardDeviation } from '../statistics/statistics.js'

/** One completed run on the rows that judge. */
export interface Result {
  readonly seed: number
  readonly value: number
  readonly rows?: JudgedRows
}

/** Fewer groups of rows than this say nothing about other rows. */
const fewestGroups = 10

/** Returns whether all results have predictions on the same rows, enough of them to speak for others. */
export function haveSameRows(compared: readonly Result[]): boolean {
  const [first] = compared
  if (first?.rows === undefined) return false
  const { digest, statistic, values, groups } = first.rows
  if (groupCount(groups, values.length) < (groups ? fewestGroups : 2)) return false
  return compared.every(
    ({ rows }) => rows?.digest === digest && rows.statistic === statistic && sameGroups(rows.groups, groups),
  )
}

/** Returns the difference over common seeds and rows. */
export function pairedByRow(
  matched: readonly (readonly [Result, Result])[],
  sign: number,
): SpreadDifference | undefined {
  const rows = matched.flatMap(([a, b]) => (a.rows && b.rows ? [[a.rows, b.rows] as const] : []))
  const [first] = rows
  if (first === undefined) return undefined
  const { statistic, values, groups } = first[0]
  if (statistic === 'mean') return crossedDifference(rows.map(([a, b]) => byGroup(minus(a, b, sign), groups)))
  const members = groups && membersOf(groups, values.length)
  return bootstrapDifference(rows.length, members?.length ?? values.length, (seed, drawn) => {
    const [a, b] = rows[seed] ?? first
    // Without groups a draw is of rows already.
    const positions = members ? Array.from(drawn, (group) => members[group] ?? []).flat() : drawn
    return sign * (statisticOf(a, positions) - statisticOf(b, positions))
  })
}

/** Returns the difference over common seeds, of which only means are known. */
export function pairedByMean(pairs: readonly SeedPair[]): SpreadDifference | undefined {
  if (pairs.length < 2) return undefined
  const differences = pairs.map(({ improvement }) => improvement)
  const scale = largest(pairs.flatMap(({ variant, of }) => [variant, of]))
  return seedsAlone(mean(differences), standardDeviation(differences, scale) ** 2 / pairs.length, pairs.length)
}

/** Returns the difference of two sides without a common seed. */
export function unpairedOf(
  ours: readonly Result[],
  theirs: readonly Result[],
  sign: number,
  byRow: boolean,
): SpreadDifference | undefined {
  const isMean = ours[0]?.rows?.statistic === 'mean'
  if (byRow && isMean) {
    const [a, b] = [ours, theirs].map((side) =>
      side.flatMap(({ rows }) => (rows ? [byGroup(scaled(rows.values, sign), rows.groups)] : [])),
    ) as [Float64Array[], Float64Array[]]
    return unpairedDifference(a, b)
  }
  if (ours.length < 2 || theirs.length < 2) return undefined
  const [a, b] = [ours, theirs].map((side) => side.map(({ value }) => sign * value)) as [number[], number[]]
  const sources = [a, b].map((values) => ({
    of: 'seeds' as const,
    variance: standardDeviation(values, largest([...a, ...b])) ** 2 / values.length,
    degreesOfFreedom: values.length - 1,
  }))
  return { mean: mean(a) - mean(b), seeds: Math.min(a.length, b.length), rows: 0, sources }
}

function seedsAlone(value: number, variance: number, n: number): SpreadDifference {
  return { mean: value, seeds: n, rows: 0, sources: [{ of: 'seeds', variance, degreesOfFreedom: n - 1 }] }
}

function minus(a: JudgedRows, b: JudgedRows, sign: number): Float64Array {
  return Float64Array.from(
    { length: a.values.length },
    (_, row) => sign * ((a.values[row] ?? 0) - (b.values[row] ?? 0)),
  )
}

function scaled(values: ArrayLike<number>, sign: number): Float64Array {
  return Float64Array.from({ length: values.length }, (_, row) => sign * (values[row] ?? 0))
}

/** Rows that belong together count as one: their sum × groups / rows, so that the mean stays that of the rows. */
function byGroup(values: Float64Array, groups: ArrayLike<number> | undefined): Float64Array {
  if (groups === undefined) return values
  const sums = new Float64Array(groupCount(groups, values.length))
  values.forEach((value, row) => (sums[groups[row] ?? 0] = (sums[groups[row] ?? 0] ?? 0) + value))
  return sums.map((sum) => (sum * sums.length) / values.length)
}

function membersOf(groups: ArrayLike<number>, rows: number): number[][] {
  const members = Array.from({ length: groupCount(groups, rows) }, (): number[] => [])
  for (let row = 0; row < rows; row++) members[groups[row] ?? 0]?.push(row)
  return members
}

function groupCount(groups: ArrayLike<number> | undefined, rows: number): number {
  if (groups === undefined) return rows
  let last = -1
  for (let row = 0; row < rows; row++) last = Math.max(last, groups[row] ?? 0)
  return last + 1
}

function sameGroups(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  for (let row = 0; row < Math.max(a.length, b.length); row++) if (a[row] !== b[row]) return false
  return true
}
