/** A job and its repetitions, each with a name of its own, because SageMaker never reuses one; and what to do next. */

import { attemptName, type JobRecord } from '@assay/core'

import { isTerminal } from '../base/events.js'

/** Which repetition, from 1, and what became of it. */
export interface Attempt {
  readonly number: number
  readonly record: JobRecord
}

/** What a run does about a planned job. */
export type Decision =
  | { readonly kind: 'create'; readonly name: string }
  | { readonly kind: 'adopt'; readonly name: string }
  | { readonly kind: 'done'; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string }

/** Returns the latest attempt at a planned job, or undefined when there is none. */
export function latestAttempt(jobName: string, records: ReadonlyMap<string, JobRecord>): Attempt | undefined {
  let latest: Attempt | undefined
  for (let number = 1; ; number++) {
    const record = records.get(attemptName(jobName, number))
    // The first attempt may have been deleted, or not be shown yet; after it the numbers have no gap.
    if (record === undefined && number > 1) return latest
    if (record !== undefined) latest = { number, record }
  }
}

/** Returns what is to be done. `retries` is how often a failed job is repeated; Infinity when the user said `--retry`. */
export function decide(jobName: string, records: ReadonlyMap<string, JobRecord>, retries: number): Decision {
  const attempt = latestAttempt(jobName, records)
  if (attempt === undefined) return { kind: 'create', name: jobName }
  const { number, record } = attempt
  if (record.status === 'Completed') return { kind: 'done', name: record.name }
  if (!isTerminal(record.status)) return { kind: 'adopt', name: record.name }
  if (number <= retries) return { kind: 'create', name: attemptName(jobName, number + 1) }
  return { kind: 'failed', name: record.name }
}

/** Whether the latest attempt at a planned job ended without a result. */
export function hasFailed(jobName: string, records: ReadonlyMap<string, JobRecord>): boolean {
  const latest = latestAttempt(jobName, records)
  return latest !== undefined && isTerminal(latest.record.status) && latest.record.status !== 'Completed'
}
