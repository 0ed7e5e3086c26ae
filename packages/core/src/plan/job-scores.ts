/** What has become of a variant's jobs, and which of them is the best. */

import type { JobRecord } from '../job-record.js'
import type { DonorResult, DonorRun } from './donor.js'
import { parseAttempt } from './names.js'
import type { SearchFrame } from './search-definition.js'

/** A job as far as it has come. */
export interface JobScore extends DonorRun {
  readonly hasEnded: boolean
  /** The objective's value; undefined where the job has none. */
  readonly score: number | undefined
}

/** Returns what is known of each job, whichever attempt it was that completed. */
export function jobScores(
  runs: readonly DonorRun[],
  { experiment, context }: Pick<SearchFrame, 'experiment' | 'context'>,
): JobScore[] {
  const attempts = attemptsOf(context.records ?? [])
  return runs.map((run) => {
    const all = attempts.get(run.jobName) ?? []
    const done = all.find(({ status }) => status === 'Completed')
    const isRunning = all.some(({ status }) => status === 'InProgress' || status === 'Stopping')
    const score = done?.metrics[experiment.objective.metric]
    return { ...run, hasEnded: done !== undefined || (all.length > 0 && !isRunning), score }
  })
}

/** Returns the job with the best objective once all have ended; of equal ones the first. */
export function bestJob(
  scores: readonly JobScore[],
  goal: 'maximize' | 'minimize',
  stage: string,
): DonorResult<DonorRun & { readonly kind: 'known' }> {
  const missing = scores.filter(({ hasEnded }) => !hasEnded).map(({ jobName }) => jobName)
  if (missing.length > 0) return { kind: 'waiting', after: missing, afterStages: [stage] }
  const sign = goal === 'maximize' ? -1 : 1
  const [best] = scores
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => sign * ((a.score ?? 0) - (b.score ?? 0)))
  return best === undefined ? { kind: 'none' } : { kind: 'known', seed: best.seed, jobName: best.jobName }
}

const indices = new WeakMap<readonly JobRecord[], ReadonlyMap<string, readonly JobRecord[]>>()

/** A plan may ask for thousands of jobs: records are sorted by their planned names once. */
function attemptsOf(records: readonly JobRecord[]): ReadonlyMap<string, readonly JobRecord[]> {
  const known = indices.get(records)
  if (known) return known
  const index = new Map<string, JobRecord[]>()
  for (const record of records) {
    const { name } = parseAttempt(record.name)
    index.set(name, [...(index.get(name) ?? []), record])
  }
  indices.set(records, index)
  return index
}
