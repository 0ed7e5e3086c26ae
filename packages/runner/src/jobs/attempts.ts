/** Attempts at a job, each with its own name because SageMaker never reuses one, and the decision about the next. */

import type { JobRecord } from '@assay/core'
import { attemptName } from '@assay/core/internal'

import { isTerminal } from '../base/events.js'

/** One attempt at a job; `number` counts from 1. */
export interface Attempt {
  readonly number: number
  readonly record: JobRecord
}

/** A run's decision about a planned job; `name` is that of the attempt. */
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

/** Returns the decision. `retries` is how often a failed job is repeated: Infinity with `--retry`. */
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
