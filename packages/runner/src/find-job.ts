/** What the user calls a job → the job. */

import { type JobRecord, parseAttempt } from '@assay/core'

import { latestAttempt } from './attempts.js'
import { UserError } from './failure.js'
import { plannedJobs } from './planned-jobs.js'
import type { Recalled } from './recall.js'
import { searchJobs } from './search.js'

/** Returns the job of a name, or of a variant with its seed. @throws UserError where that is none, or several. */
export async function findJob({ plan, services }: Recalled, ref: string): Promise<JobRecord> {
  const records = await searchJobs(services.sagemaker, plan.experiment.name)
  const named = records.get(ref)
  if (named !== undefined) return named
  const jobs = plannedJobs(plan, [], [parseAttempt(ref).name])
  if (jobs.length > 1) {
    const some = jobs.slice(0, 5).map(({ ref: variant, seed }) => `"${variant}/${seed}"`)
    throw new UserError(
      'ambiguous-reference',
      `"${ref}" names ${jobs.length} jobs; say one, such as ${some.join(', ')}.`,
    )
  }
  const record = latestAttempt(jobs[0]?.name ?? '', records)?.record
  if (record === undefined) throw new UserError('no-such-job', `The job of "${ref}" has not been created yet.`)
  return record
}
