/** Variants by mean objective. Those that failed, still run or wait come last. */

import { float32Epsilon } from '@assay/core/internal'

import { groupBy } from '../statistics/group-by.js'
import type { LeaderboardRow } from '../report/report.js'
import { totalTime } from './jobs.js'
import { countRuns, objectives, type MeasuredRun, type MeasuredVariant } from '../records/runs.js'
import { estimate, type Estimate } from '../statistics/statistics.js'

/**
 * Returns a row for each variant: ranked ones first, best first; then those without a result in the plan's order. Variants
 * that are one model are ranked once, by the one with most seeds; the others follow it.
 */
export function leaderboard(
  variants: readonly MeasuredVariant[],
  goal: 'maximize' | 'minimize',
  reproduce: (ref: string) => string,
): LeaderboardRow[] {
  const byJob = groupBy(
    variants.flatMap((measured) => measured.runs.map(({ jobName }) => ({ jobName, measured }))),
    ({ jobName }) => jobName,
  )
  const rows = variants.map((measured) => rowOf(measured, sameModel(measured, byJob), reproduce))
  const own = rows.filter(({ rankedAs }) => rankedAs === undefined)
  const followers = groupBy(rows, ({ rankedAs }) => rankedAs)
  const without = own.filter(({ objective }) => objective === undefined)
  // A may be ranked as B and B as C if their seeds overlap in turn. Each has more seeds than the one before, so this ends.
  const withFollowers = (row: LeaderboardRow): LeaderboardRow[] => [
    row,
    ...(followers.get(row.ref) ?? []).flatMap(withFollowers),
  ]
  return [...ranked(own, goal), ...without].flatMap(withFollowers)
}

function ranked(rows: readonly LeaderboardRow[], goal: 'maximize' | 'minimize'): LeaderboardRow[] {
  const sign = goal === 'maximize' ? -1 : 1
  const sorted = rows
    .flatMap((row, order) => (row.objective ? [{ row, order, cost: sign * row.objective.mean }] : []))
    .sort((a, b) => a.cost - b.cost)
  let rank = 1
  const placed = sorted.map(({ row, order, cost }, index) => {
    const before = sorted[index - 1]
    if (before && isBefore(before.cost, cost)) rank = index + 1
    return { order, row: { rank, ...row } }
  })
  return placed.sort((a, b) => a.row.rank - b.row.rank || a.order - b.order).map(({ row }) => row)
}

/** Means are equal if their difference is below the resolution of 32-bit floats. */
function isBefore(a: number, b: number): boolean {
  return b - a > float32Epsilon * Math.max(Math.abs(a), Math.abs(b))
}

function rowOf(
  measured: MeasuredVariant,
  same: readonly MeasuredVariant[],
  reproduce: (ref: string) => string,
): LeaderboardRow {
  const { stage, variant, runs } = measured
  const most = same.reduce((best, other) => (completed(other) > completed(best) ? other : best))
  const objective = estimate([...objectives(runs).values()])
  return {
    ref: variant.ref,
    stage,
    ...(objective && { objective }),
    metrics: metricEstimates(runs),
    counts: countRuns(runs),
    seeds: runs.map(({ record: _record, ...seed }) => seed),
    changes: variant.changes,
    hyperparameters: variant.hyperparameters,
    ...(variant.model && { parameters: variant.model.parameters, flops: variant.model.flops }),
    sameJobsAs: same.filter((other) => other !== measured).map((other) => other.variant.ref),
    ...(most !== measured && { rankedAs: most.variant.ref }),
    time: totalTime(runs.map(({ record }) => record ?? {})),
    reproduce: reproduce(variant.ref),
  }
}

/** Returns the variants that are the same model as this one, itself included, in the plan's order. */
function sameModel(
  measured: MeasuredVariant,
  byJob: ReadonlyMap<string, readonly { readonly measured: MeasuredVariant }[]>,
): MeasuredVariant[] {
  const sharing = measured.runs.flatMap(({ jobName }) => (byJob.get(jobName) ?? []).map((found) => found.measured))
  const others = [...new Set(sharing)].filter((other) => other === measured || shareJobs(measured.runs, other.runs))
  return others.length < 2 ? others : others.sort((a, b) => a.index - b.index)
}

function completed({ runs }: MeasuredVariant): number {
  return objectives(runs).size
}

/** True when the two are one model: on every seed that both have, the job is the same. */
export function shareJobs(a: readonly MeasuredRun[], b: readonly MeasuredRun[]): boolean {
  const others = new Map(b.map(({ seed, jobName }) => [seed, jobName]))
  const common = a.flatMap(({ seed, jobName }) => (others.has(seed) ? [others.get(seed) === jobName] : []))
  return common.length > 0 && common.every(Boolean)
}

/** `objective` repeats the objective's metric, and `epoch` counts; neither is a result to average. */
function metricEstimates(runs: readonly MeasuredRun[]): Record<string, Estimate> {
  const found = runs.flatMap(({ status, record }) => (status === 'completed' && record ? [record.metrics] : []))
  const names = [...new Set(found.flatMap((metrics) => Object.keys(metrics)))].sort()
  const entries = names
    .filter((name) => name !== 'objective' && name !== 'epoch')
    .flatMap((name) => {
      const values = found.flatMap((metrics) => metrics[name] ?? []).filter(Number.isFinite)
      const over = estimate(values)
      return over ? [[name, over] as const] : []
    })
  return Object.fromEntries(entries)
}
