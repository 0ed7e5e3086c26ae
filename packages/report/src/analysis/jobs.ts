/** The jobs themselves: one row each, their time, and the machines they ran on. */

import type { JobRow, ReportedEnvironment, ReportedTime } from '../report.js'
import type { MeasuredVariant } from './runs.js'

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
        ...defined({
          selectedEpoch: record?.artefact?.history?.selectedEpoch,
          trainingSeconds: record?.trainingSeconds,
          billableSeconds: record?.billableSeconds,
          instanceType: record?.instanceType,
          createdAt: record?.createdAt,
          endedAt: record?.endedAt,
          modelUri: record?.modelUri,
        }),
      })
    }
  }
  return [...rows.values()]
}

/** Returns the time of these jobs together. */
export function totalTime(jobs: readonly Partial<ReportedTime>[]): ReportedTime {
  const total = (name: keyof ReportedTime): number => jobs.reduce((sum, job) => sum + (job[name] ?? 0), 0)
  return { trainingSeconds: total('trainingSeconds'), billableSeconds: total('billableSeconds') }
}

/** Returns each distinct machine and software that jobs ran on, most jobs first. */
export function environments(variants: readonly MeasuredVariant[]): ReportedEnvironment[] {
  const seen = new Map<string, { environment: Omit<ReportedEnvironment, 'jobs'>; jobs: Set<string> }>()
  for (const { record, jobName } of variants.flatMap(({ runs }) => runs)) {
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
