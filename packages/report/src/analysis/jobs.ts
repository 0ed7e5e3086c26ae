/** The jobs themselves: one row each, their time, and the machines they ran on. */

import type { JobRecord, PlannedVariant } from '@assay/core'
import { defined } from '@assay/core/internal'

import type { JobRow, ReportedEnvironment, ReportedTime } from '../report/report.js'
import type { MeasuredRun, MeasuredVariant } from '../records/runs.js'
import type { TrialRun } from '../records/trial-runs.js'
import { groupBy } from '../statistics/group-by.js'

/** Returns one row for each job that the plan needs, with every variant whose result it is. */
export function jobRows(variants: readonly MeasuredVariant[]): JobRow[] {
  const planned = variants.flatMap(({ variant, runs }) => runs.map((run) => ({ variant, run })))
  return [...groupBy(planned, ({ run }) => run.jobName).values()].flatMap((same) => {
    const [first] = same
    const refs = same.map(({ variant }) => variant.ref)
    return first ? [jobRow(first.run, first.variant, refs)] : []
  })
}

function jobRow(run: MeasuredRun, { hyperparameters }: PlannedVariant, variants: readonly string[]): JobRow {
  const { record, seed, jobName, status, reason, objective } = run
  return {
    name: jobName,
    status,
    ...defined('reason', reason),
    variants,
    seed,
    ...defined('objective', objective),
    metrics: record?.metrics ?? {},
    hyperparameters,
    ...endOf(record),
  }
}

/** Returns the members of a row that only an ended job has. */
export function endOf(record: JobRecord | undefined): Partial<JobRow> {
  return {
    ...defined('selectedEpoch', record?.artefact?.history?.selectedEpoch),
    ...defined('trainingSeconds', record?.trainingSeconds),
    ...defined('billableSeconds', record?.billableSeconds),
    ...defined('instanceType', record?.instanceType),
    ...defined('createdAt', record?.createdAt),
    ...defined('endedAt', record?.endedAt),
    ...defined('modelUri', record?.modelUri),
  }
}

/** Returns the time of these jobs together. */
export function totalTime(jobs: readonly Partial<ReportedTime>[]): ReportedTime {
  const total = (name: keyof ReportedTime): number => jobs.reduce((sum, job) => sum + (job[name] ?? 0), 0)
  return { trainingSeconds: total('trainingSeconds'), billableSeconds: total('billableSeconds') }
}

/** Returns each distinct machine and software that jobs ran on, most jobs first. */
export function environments(
  runs: readonly Pick<MeasuredRun | TrialRun, 'record' | 'jobName'>[],
): ReportedEnvironment[] {
  const seen = new Map<string, { environment: Omit<ReportedEnvironment, 'jobs'>; jobs: Set<string> }>()
  for (const { record, jobName } of runs) {
    const written = record?.artefact?.environment
    if (written === undefined) continue
    const { backend, trainerVersion, node, packages, platform, cpu } = written
    const instanceType = record?.instanceType
    const environment = {
      backend,
      trainerVersion,
      node,
      packages,
      platform,
      cpu,
      ...defined('instanceType', instanceType),
    }
    const key = JSON.stringify(environment)
    const found = seen.get(key) ?? { environment, jobs: new Set() }
    seen.set(key, { environment: found.environment, jobs: found.jobs.add(jobName) })
  }
  return [...seen.values()]
    .map(({ environment, jobs }) => ({ ...environment, jobs: jobs.size }))
    .sort((a, b) => b.jobs - a.jobs)
}
