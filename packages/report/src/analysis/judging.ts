/**
 * Two variants on the rows that judge.
 *
 * Rows that judge choose nothing: the test rows if the jobs have any, otherwise the validation rows, which also chose the
 * epoch if the objective is read at its best one. With predictions the difference has two sources of variance, seeds and
 * rows; without them only seeds are known, and the result holds for these rows only.
 */

import type { ReportedObjective, SeedPair } from '../report/report.js'
import { testMetric } from '../records/metric-names.js'
import { statisticOf, type JudgedRows, type RowsByJob } from '../records/judged-rows.js'
import type { MeasuredRun, MeasuredVariant } from '../records/runs.js'
import type { SpreadDifference } from '../statistics/crossed.js'
import { halfWidth } from '../statistics/spread.js'
import { mean, standardDeviation } from '../statistics/statistics.js'
import { haveSameRows, pairedByMean, pairedByRow, unpairedOf, type Result } from './row-differences.js'

/**
 * Returns the least half-width that the interval of `judge` can have, from one figure per job, with the difference: much
 * quicker, to rule out what cannot be told.
 */
export function leastInterval(
  one: MeasuredVariant,
  other: MeasuredVariant,
  { metric, goal }: Pick<ReportedObjective, 'metric' | 'goal'>,
  rows: RowsByJob,
  level: number,
): { readonly difference: number; readonly half: number } | undefined {
  const part = partOf([...one.runs, ...other.runs], metric, rows)
  const theirs = new Map(results(other.runs, part, metric, rows).map(({ seed, value }) => [seed, value]))
  const sign = goal === 'maximize' ? 1 : -1
  const differences = results(one.runs, part, metric, rows).flatMap(({ seed, value }) => {
    const of = theirs.get(seed)
    return of === undefined ? [] : [sign * (value - of)]
  })
  const n = differences.length
  if (n < 2) return undefined
  const variance = standardDeviation(differences, 0) ** 2 / n
  return { difference: mean(differences), half: halfWidth([{ of: 'seeds', variance, degreesOfFreedom: n - 1 }], level) }
}

/** How two variants differ on the rows that judge. Above 0 is better, whatever the goal. */
export interface Judged {
  readonly part: 'test' | 'validation'
  /** `rows`: from predictions row by row; `means`: from one figure per job. */
  readonly basis: 'rows' | 'means'
  readonly method: 'paired' | 'welch' | 'none'
  readonly pairs: readonly SeedPair[]
  /** Common seeds (paired), or those of the side that has fewer (welch). */
  readonly n: number
  /** Undefined if there is too little to estimate its variance. */
  readonly difference?: SpreadDifference
  /** Whether every seed of both sides gave the same: then seeds are no evidence, however many. */
  readonly seedsAgree: boolean
  /** Whether predictions show that the two were judged on different rows. */
  readonly otherRows: boolean
}

/** Returns how `one` differs from `other`. */
export function judge(
  one: MeasuredVariant,
  other: MeasuredVariant,
  { metric, goal }: Pick<ReportedObjective, 'metric' | 'goal'>,
  rows: RowsByJob,
): Judged {
  const sign = goal === 'maximize' ? 1 : -1
  const part = partOf([...one.runs, ...other.runs], metric, rows)
  const [ours, theirs] = [one, other].map(({ runs }) => results(runs, part, metric, rows)) as [Result[], Result[]]
  const matched = ours.flatMap((result): [Result, Result][] => {
    const match = theirs.find(({ seed }) => seed === result.seed)
    return match === undefined ? [] : [[result, match]]
  })
  const unpaired = matched.length === 0 && ours.length > 0 && theirs.length > 0
  const compared = unpaired ? [...ours, ...theirs] : matched.flat()
  const byRow = haveSameRows(compared)
  const pairs = matched.map(([a, b]) => ({
    seed: a.seed,
    variant: a.value,
    of: b.value,
    improvement: sign * (a.value - b.value),
  }))
  const difference = unpaired
    ? unpairedOf(ours, theirs, sign, byRow)
    : byRow
      ? pairedByRow(matched, sign)
      : pairedByMean(pairs)
  return {
    part,
    basis: byRow && difference?.rows !== 0 ? 'rows' : 'means',
    method: unpaired ? 'welch' : matched.length > 0 ? 'paired' : 'none',
    pairs,
    n: unpaired ? Math.min(ours.length, theirs.length) : matched.length,
    ...(difference && { difference }),
    seedsAgree: agree(ours, byRow) && agree(theirs, byRow),
    otherRows: new Set(compared.flatMap(({ rows: judged }) => judged?.digest ?? [])).size > 1,
  }
}

/** Returns what the validation rows have chosen, as the end of a sentence; undefined if nothing. */
export function chosenBy(
  { at }: Pick<ReportedObjective, 'at'>,
  variants: readonly MeasuredVariant[],
  isSearched: boolean,
): string | undefined {
  if (isSearched) return 'chose the trial'
  if (at === 'best') return 'chose the epoch'
  const waits = variants.some(({ variant }) => Number(variant.hyperparameters['patience'] ?? 0) > 0)
  return waits ? 'ended the training' : undefined
}

/** Returns the part whose rows judge all of these variants. */
export function judgingPart(
  variants: readonly MeasuredVariant[],
  { metric }: Pick<ReportedObjective, 'metric'>,
  rows: RowsByJob,
): Judged['part'] {
  return partOf(
    variants.flatMap(({ runs }) => runs),
    metric,
    rows,
  )
}

/** Test rows judge only if every completed run has them. */
function partOf(runs: readonly MeasuredRun[], metric: string, rows: RowsByJob): Judged['part'] {
  const test = testMetric(metric)
  const completed = runs.filter(({ objective }) => objective !== undefined)
  const isTested = ({ jobName, record }: MeasuredRun): boolean =>
    rows.get(jobName)?.part === 'test' || (test !== undefined && record?.metrics[test] !== undefined)
  return completed.length > 0 && completed.every(isTested) ? 'test' : 'validation'
}

function results(
  runs: readonly MeasuredRun[],
  part: Judged['part'],
  metric: string,
  rows: RowsByJob,
): readonly Result[] {
  const test = testMetric(metric) ?? ''
  return runs.flatMap(({ seed, jobName, objective, record }) => {
    if (objective === undefined) return []
    const own = rows.get(jobName)
    const judged = own?.part === part ? own : undefined
    const value = judged ? statisticOf(judged) : part === 'test' ? record?.metrics[test] : objective
    if (value === undefined || !Number.isFinite(value)) return []
    return [{ seed, value, ...(judged && { rows: judged }) }]
  })
}

/** The same figure may come from other rows that are wrong, so predictions are compared row by row. */
function agree(side: readonly Result[], byRow: boolean): boolean {
  const [first] = side
  if (side.length < 2 || first === undefined) return false
  return side.every(({ value, rows }) => value === first.value && (!byRow || sameValues(rows, first.rows)))
}

function sameValues(a: JudgedRows | undefined, b: JudgedRows | undefined): boolean {
  if (a === undefined || b === undefined || a.values.length !== b.values.length) return false
  for (let row = 0; row < a.values.length; row++) if (a.values[row] !== b.values[row]) return false
  return true
}
