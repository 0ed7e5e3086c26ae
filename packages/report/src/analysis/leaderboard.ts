/** Variants by mean objective; what failed, runs or waits stays visible below. */

import type { LeaderboardRow } from '../report.js'
import { countRuns, objectives, type MeasuredRun, type MeasuredVariant } from './runs.js'
import { estimate, type Estimate } from './statistics.js'

/** Returns a row for each variant: ranked ones first, best first; then the others in the plan's order. */
export function leaderboard(
  variants: readonly MeasuredVariant[],
  goal: 'maximize' | 'minimize',
  reproduce: (ref: string) => string,
): LeaderboardRow[] {
  const rows = variants.map((measured, index) => rowOf(measured, variants.slice(0, index), reproduce))
  const sign = goal === 'maximize' ? -1 : 1
  const measured = rows.filter((row) => row.objective !== undefined)
  const means = measured.map((row) => row.objective?.mean ?? 0)
  const rankOf = (own: number): number => 1 + means.filter((other) => isBefore(sign * other, sign * own)).length
  const ranked = measured
    .map((row) => ({ rank: rankOf(row.objective?.mean ?? 0), ...row }))
    .sort((a, b) => a.rank - b.rank)
  return [...ranked, ...rows.filter((row) => row.objective === undefined)]
}

/** Means that differ by the rounding of a sum are equal. */
function isBefore(a: number, b: number): boolean {
  return b - a > 1e-12 * Math.max(Math.abs(a), Math.abs(b))
}

function rowOf(
  { stage, variant, runs }: MeasuredVariant,
  before: readonly MeasuredVariant[],
  reproduce: (ref: string) => string,
): LeaderboardRow {
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
    sameJobsAs: before.filter((other) => shareJobs(runs, other.runs)).map((other) => other.variant.ref),
    reproduce: reproduce(variant.ref),
  }
}

/** True when the two are one model: on every seed that both have, the job is the same. */
export function shareJobs(a: readonly MeasuredRun[], b: readonly MeasuredRun[]): boolean {
  const common = a.flatMap((run) => {
    const other = b.find(({ seed }) => seed === run.seed)
    return other ? [run.jobName === other.jobName] : []
  })
  return common.length > 0 && common.every(Boolean)
}

/** `objective` repeats the objective's metric, and `epoch` counts; neither is a result to average. */
function metricEstimates(runs: readonly MeasuredRun[]): Record<string, Estimate> {
  const completed = runs.flatMap(({ status, record }) => (status === 'completed' && record ? [record.metrics] : []))
  const names = [...new Set(completed.flatMap((metrics) => Object.keys(metrics)))].sort()
  const entries = names
    .filter((name) => name !== 'objective' && name !== 'epoch')
    .flatMap((name) => {
      const values = completed.flatMap((metrics) => metrics[name] ?? []).filter(Number.isFinite)
      const found = estimate(values)
      return found ? [[name, found] as const] : []
    })
  return Object.fromEntries(entries)
}
