/** How far jobs have come, and which of several candidates is the best. */

import { groupBy } from '../../base/group-by.js'
import type { JobRecord } from '../../contract/job-record.js'
import type { DonorResult, DonorRun } from '../../variants/donor.js'
import { parseAttempt } from '../../contract/names.js'
import type { PlanFrame } from '../context.js'

/** A job as far as it has come. */
export interface JobScore extends DonorRun {
  readonly hasEnded: boolean
  /** The objective's value; undefined if the job has none. */
  readonly score: number | undefined
}

/** Returns what is known of each job, whichever attempt it was that completed. */
export function jobScores(
  runs: readonly DonorRun[],
  { experiment, context }: Pick<PlanFrame, 'experiment' | 'context'>,
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

/** A candidate, and the jobs that measure it. */
export interface Candidate<T> {
  readonly of: T
  readonly jobs: readonly JobScore[]
}

/** Returns the candidate with the best mean of the objective once all jobs have ended; of equal ones the first. */
export function bestCandidate<T>(
  candidates: readonly Candidate<T>[],
  goal: 'maximize' | 'minimize',
  stage: string,
): DonorResult<{ readonly kind: 'known'; readonly best: T }> {
  const missing = candidates.flatMap(({ jobs }) => jobs.flatMap(({ jobName, hasEnded }) => (hasEnded ? [] : [jobName])))
  if (missing.length > 0) return { kind: 'waiting', after: missing, afterStages: [stage] }
  const sign = goal === 'maximize' ? 1 : -1
  const [best] = candidates
    .map(({ of, jobs }) => ({ of, score: sign * mean(jobs.flatMap(({ score }) => score ?? [])) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score)
  return best === undefined ? { kind: 'none' } : { kind: 'known', best: best.of }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const indices = new WeakMap<readonly JobRecord[], ReadonlyMap<string, readonly JobRecord[]>>()

/** A plan may ask for thousands of jobs: records are sorted by their planned names once. */
function attemptsOf(records: readonly JobRecord[]): ReadonlyMap<string, readonly JobRecord[]> {
  const known = indices.get(records)
  if (known) return known
  const index = groupBy(records, ({ name }) => parseAttempt(name).name)
  indices.set(records, index)
  return index
}
