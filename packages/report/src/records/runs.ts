/** Which record answers which planned run. */

import { decodeTags, type JobRecord, type Plan, type PlannedRun, type PlannedVariant } from '@assay/core'
import { shortestFloat32 } from '@assay/core/internal'

import type { JobCounts, RetiredJob, RunStatus, SeedResult } from '../report/report.js'

/** A planned variant and the results of its seeds. */
export interface MeasuredVariant {
  /** Position in the plan. */
  readonly index: number
  readonly stage: string
  readonly variant: PlannedVariant
  readonly runs: readonly MeasuredRun[]
}

/** A planned run and, if its job exists, the record that answers it. */
export interface MeasuredRun extends SeedResult {
  readonly record?: JobRecord
}

/** Returns every variant of the plan, in its order, with the records of its runs. */
export function measure(plan: Plan, records: readonly JobRecord[]): MeasuredVariant[] {
  const byName = latestAttempts(plan, records.map(withShortMetrics))
  const { metric } = plan.experiment.objective
  return plan.stages
    .flatMap(({ name, variants }) => variants.map((variant) => ({ stage: name, variant })))
    .map(({ stage, variant }, index) => ({
      index,
      stage,
      variant,
      runs: variant.runs.map((run) => measuredRun(run, byName.get(run.jobName), metric)),
    }))
}

/** Returns the records that answer no planned run, by name. Trials belong to their search, in the plan or not. */
export function retired(plan: Plan, records: readonly JobRecord[]): RetiredJob[] {
  const planned = plannedNames(plan)
  const { metric } = plan.experiment.objective
  return records
    .map(withShortMetrics)
    .filter(
      ({ name, tuningJobArn }) => tuningJobArn === undefined && !planned.has(baseName(name)) && !planned.has(name),
    )
    .map((record) => {
      const { status, objective } = measuredRun({ seed: 0, jobName: record.name }, record, metric)
      const tags = decodeTags(record.tags)
      return {
        name: record.name,
        status,
        ...(tags && { variant: tags.variant, seed: tags.seed }),
        ...(objective !== undefined && { objective }),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Returns the number of runs by status. */
export function countRuns(runs: readonly { readonly status: RunStatus }[]): JobCounts {
  const counts = { completed: 0, failed: 0, stopped: 0, running: 0, pending: 0 }
  for (const { status } of runs) counts[status] += 1
  return counts
}

/** Returns the objective's value by seed, completed runs only. */
export function objectives(runs: readonly MeasuredRun[]): Map<number, number> {
  return new Map(runs.flatMap(({ seed, objective }) => (objective === undefined ? [] : [[seed, objective] as const])))
}

/** Returns the record with metrics as the job printed them. */
export function withShortMetrics(record: JobRecord): JobRecord {
  const metrics = Object.entries(record.metrics).map(([name, value]) => [name, shortestFloat32(value)] as const)
  return { ...record, metrics: Object.fromEntries(metrics) }
}

/** A retried job is named `<name>-a2`, `-a3` …; the completed attempt counts, or the last one if none completed. */
function latestAttempts(plan: Plan, records: readonly JobRecord[]): Map<string, JobRecord> {
  const planned = plannedNames(plan)
  const latest = new Map<string, JobRecord>()
  for (const record of records) {
    const name = planned.has(record.name) ? record.name : baseName(record.name)
    const earlier = latest.get(name)
    if (earlier === undefined || precedence(record) > precedence(earlier)) latest.set(name, record)
  }
  return latest
}

function precedence(record: JobRecord): number {
  return (record.status === 'Completed' ? 1e6 : 0) + Number(/-a(\d+)$/.exec(record.name)?.[1] ?? 0)
}

function baseName(name: string): string {
  return name.replace(/-a\d+$/, '')
}

function plannedNames(plan: Plan): Set<string> {
  return new Set(plan.stages.flatMap(({ variants }) => variants.flatMap(({ runs }) => runs.map((run) => run.jobName))))
}

function measuredRun({ seed, jobName }: PlannedRun, record: JobRecord | undefined, metric: string): MeasuredRun {
  if (record === undefined) return { seed, jobName, status: 'pending' }
  const found = { seed, jobName: record.name, record }
  if (record.status === 'InProgress' || record.status === 'Stopping') return { ...found, status: 'running' }
  if (record.status !== 'Completed') return { ...found, status: endedWithout(record), reason: reasonOf(record) }
  // Our container's `objective` is the value at the objective's epoch; a foreign image has the metric alone.
  const objective = record.metrics['objective'] ?? record.metrics[metric]
  if (objective === undefined || !Number.isFinite(objective))
    return { ...found, status: 'failed', reason: `It completed without a finite value of "${metric}".` }
  return { ...found, status: 'completed', objective }
}

function endedWithout(record: JobRecord): RunStatus {
  return record.status === 'Failed' ? 'failed' : 'stopped'
}

function reasonOf(record: JobRecord): string {
  return (
    record.failureReason ??
    (record.status === 'Failed' ? 'No reason was given.' : `It ended as ${record.secondaryStatus}.`)
  )
}
