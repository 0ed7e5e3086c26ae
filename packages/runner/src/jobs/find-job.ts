/** A user's reference to a job → its record. */

import type { JobRecord, Plan, TuningRecord } from '@assay/core'
import { parseAttempt } from '@assay/core/internal'

import { latestAttempt } from './attempts.js'
import { UserError } from '../base/failure.js'
import { isStage, plannedJobs, type PlannedTraining } from './planned-jobs.js'
import { findRateTests } from './rate-tests.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'
import { findTrial } from './trials.js'

/** The jobs to look in. */
export interface KnownJobs {
  readonly plan: Plan
  readonly searches: readonly TuningRecord[]
  readonly records: ReadonlyMap<string, JobRecord>
  readonly services: { readonly sagemaker: SageMaker }
}

/**
 * Returns the job of a name, of a variant with its seed, of a search with the number of its trial, or the latest test of
 * learning rates.
 * @throws UserError if the reference matches no job, or several.
 */
export async function findJob({ plan, searches, records, services }: KnownJobs, ref: string): Promise<JobRecord> {
  const name = findTrial(ref, plan, searches) ?? ref
  const named = records.get(name)
  if (named !== undefined) return named
  // Search may not show a trial yet.
  const described = name === ref ? undefined : await services.sagemaker.training.record(name)
  if (described !== undefined) return described

  const test = isStage(ref, plan) ? undefined : findRateTests(ref, records)?.at(-1)
  if (test !== undefined) return test.record

  const picked = plannedJobs(plan, [], [parseAttempt(ref).name])
  const jobs = picked.filter((job): job is PlannedTraining => job.kind === 'training')
  if (jobs.length === 0) {
    throw new UserError(
      'ambiguous-reference',
      `"${ref}" is a search; name one of its trials, such as "${ref}/trial-1".`,
    )
  }
  if (jobs.length > 1) {
    const some = jobs.slice(0, 5).map(({ ref: variant, seed }) => `"${variant}/${seed}"`)
    throw new UserError(
      'ambiguous-reference',
      `"${ref}" names ${jobs.length} jobs; name one, such as ${some.join(', ')}.`,
    )
  }
  const record = latestAttempt(jobs[0]?.name ?? '', records)?.record
  if (record === undefined) throw new UserError('no-such-job', `The job of "${ref}" has not been created yet.`)
  return record
}
