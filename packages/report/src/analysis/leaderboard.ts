/** Variants by mean objective; what failed, runs or waits stays visible below. */

import { float32Epsilon } from './float32.js'
import type { LeaderboardRow } from '../report.js'
import { totalTime } from './jobs.js'
import { countRuns, objectives, type MeasuredRun, type MeasuredVariant } from './runs.js'
import { estimate, type Estimate } from './statistics.js'

/**
 * Returns a row for each variant: ranked ones first, best first; then those without a result in the plan's order. Variants
 * that are one model are ranked once, by the one with most seeds; the others follow it.
 */
export function leaderboard(
  variants: readonly MeasuredVariant[],
  goal: 'maximize' | 'minimize',
  reproduce: (ref: string) => string,
): LeaderboardRow[] {
  const rows = variants.map((measured) => rowOf(measured, variants, reproduce))
  const own = rows.filter(({ rankedAs }) => rankedAs === undefined)
  const sign = goal === 'maximize' ? -1 : 1
  const means = own.flatMap(({ objective }) => objective?.mean ?? [])
  const rankOf = (mean: number): number => 1 + means.filter((other) => isBefore(sign * other, sign * mean)).length
  const ranked = own
    .flatMap((row) => (row.objective ? [{ rank: rankOf(row.objective.mean), ...row }] : []))
    .sort((a, b) => a.rank - b.rank)
  const without = own.filter(({ objective }) => objective === undefined)
  return [...ranked, ...without].flatMap((row) => [row, ...rows.filter(({ rankedAs }) => rankedAs === row.ref)])
}

/** Means that differ by no more than a 32-bit float can tell are equal. */
function isBefore(a: number, b: number): boolean {
  return b - a > float32Epsilon * Math.max(Math.abs(a), Math.abs(b))
}

function rowOf(
  measured: MeasuredVariant,
  all: readonly MeasuredVariant[],
  reproduce: (ref: string) => string,
): LeaderboardRow {
  const { stage, variant, runs } = measured
  const same = all.filter((other) => other === measured || shareJobs(runs, other.runs))
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

function completed({ runs }: MeasuredVariant): number {
  return objectives(runs).size
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
