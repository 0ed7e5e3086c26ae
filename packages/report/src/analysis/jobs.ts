/** The jobs themselves: one row each, their time, and the machines they ran on. */

import type { JobRecord } from '@assay/core'

import type { JobRow, ReportedEnvironment, ReportedTime } from '../report.js'
import type { MeasuredRun, MeasuredVariant } from './runs.js'
import { withShortMetrics } from './runs.js'
import type { ReadSearch } from './searches.js'
import type { TrialRun } from './trial-runs.js'

/** Returns one row for each job that the plan needs, with every variant whose result it is. */
export function jobRows(variants: readonly MeasuredVariant[]): JobRow[] {
  const rows = new Map<string, JobRow>()
  for (const { variant, runs } of variants) {
    for (const { record, seed, jobName, status, reason, objective } of runs) {
      const earlier = rows.get(jobName)
      rows.set(jobName, {
        name: jobName,
        status,
        ...defined({ reason }),
        variants: [...(earlier?.variants ?? []), variant.ref],
        seed,
        ...defined({ objective }),
        metrics: record?.metrics ?? {},
        hyperparameters: earlier?.hyperparameters ?? variant.hyperparameters,
        ...endOf(record),
      })
    }
  }
  return [...rows.values()]
}

/** Returns one row for each trial of a search. */
export function trialRows({ analysis, arm, runs }: ReadSearch): JobRow[] {
  return analysis.trials.map((trial, index) => {
    const record = runs[index]?.record
    return {
      name: trial.jobName,
      status: trial.status,
      ...defined({ reason: trial.reason }),
      variants: [],
      trial: { search: arm.ref, number: trial.number, stoppedEarly: trial.stoppedEarly },
      seed: searchSeed,
      ...defined({ objective: trial.objective }),
      metrics: record ? withShortMetrics(record).metrics : {},
      hyperparameters: { ...fixedOf(trial.definition, analysis), ...trial.hyperparameters },
      ...endOf(record),
    }
  })
}

/** Every trial is trained with this seed, which no variant may have. */
const searchSeed = 0

function fixedOf(definition: string | undefined, { definitions }: ReadSearch['analysis']): JobRow['hyperparameters'] {
  const own = definitions.find(({ ref }) => definition === undefined || ref.endsWith(`/${definition}`))
  return own?.fixed ?? {}
}

function endOf(record: JobRecord | undefined): Partial<JobRow> {
  return defined({
    selectedEpoch: record?.artefact?.history?.selectedEpoch,
    trainingSeconds: record?.trainingSeconds,
    billableSeconds: record?.billableSeconds,
    instanceType: record?.instanceType,
    createdAt: record?.createdAt,
    endedAt: record?.endedAt,
    modelUri: record?.modelUri,
  })
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
    const environment = { backend, trainerVersion, node, packages, platform, cpu, ...defined({ instanceType }) }
    const key = JSON.stringify(environment)
    const found = seen.get(key) ?? { environment, jobs: new Set() }
    seen.set(key, { environment: found.environment, jobs: found.jobs.add(jobName) })
  }
  return [...seen.values()]
    .map(({ environment, jobs }) => ({ ...environment, jobs: jobs.size }))
    .sort((a, b) => b.jobs - a.jobs)
}

function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
