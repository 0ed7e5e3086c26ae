/** The exit code of a run: whether every requested job has a result, and advice if not. */

import type { JobRecord } from '@assay/core'

import { hasFailed } from '../jobs/attempts.js'
import type { ExitCode } from '../base/failure.js'
import type { PlannedTraining, PlannedTuning } from '../jobs/planned-jobs.js'
import type { Outcome } from './rounds.js'
import type { Terminal } from '../process/terminal.js'
import { hasAnswered } from '../jobs/tuning-decision.js'

/** Returns 1 if a requested job has not completed, or a part waits for results that will not come. */
export function answer(
  { jobs, searches, notRun }: Pick<Outcome, 'jobs' | 'searches' | 'notRun'>,
  { records }: { readonly records: readonly JobRecord[] },
  file: string,
  terminal: Terminal,
): ExitCode {
  const byName = new Map(records.map((record) => [record.name, record]))
  const bySearch = new Map(searches.map((record) => [record.name, record]))
  const training = jobs.filter((job): job is PlannedTraining => job.kind === 'training')
  const failed = training.filter(({ name }) => hasFailed(name, byName))
  const unanswered = jobs
    .filter((job): job is PlannedTuning => job.kind === 'tuning')
    .filter(({ arm, ref }) => !hasAnswered(arm, bySearch) && !notRun.some((part) => part.ref === ref))
  if (failed.length + unanswered.length + notRun.length === 0) return 0
  if (failed[0] !== undefined) terminal.note(ofJobs(failed.length, failed[0], file))
  if (unanswered.length > 0) terminal.note(ofSearches(unanswered, file))
  return 1
}

function ofJobs(count: number, first: PlannedTraining, file: string): string {
  const jobs = count === 1 ? '1 job has' : `${count} jobs have`
  const log = `"assay logs ${file} ${first.ref}/${first.seed}" shows what it printed`
  return `${jobs} not completed. ${log}; "assay run ${file} --retry" tries again.`
}

function ofSearches(searches: readonly PlannedTuning[], file: string): string {
  const [first] = searches
  const which = searches.map(({ ref }) => `"${ref}"`).join(', ')
  const log = `"assay logs ${file} ${first?.ref}/trial-1" shows what its first trial printed`
  return `The search of ${which} has not finished. ${log}; "assay run ${file} --retry" continues it.`
}
