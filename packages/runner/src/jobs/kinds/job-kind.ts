/** What a run does about one kind of planned job, beside what its resource on SageMaker does. */

import type { Bound, Prices } from '@assay/core'
import type { Tag } from '@aws-sdk/client-sagemaker'

import type { RunEvent } from '../../base/events.js'
import type { SageMaker } from '../../sagemaker/resources/sagemaker.js'
import type { Decision } from '../attempts.js'
import type { Existing } from '../existing.js'

/** One kind of planned job: when one is created, what is told of it, and what is known of those that exist. */
export interface JobKind<Job, Step> {
  /** Returns the names that SageMaker may know it by, the latest last: of a search, all links of its chain. */
  readonly names: (job: Job) => readonly string[]
  readonly decide: (job: Job, existing: Existing, circumstances: Circumstances) => Decision
  /** Returns the event that tells of a decision about it; `donor` is the job whose weights decided. */
  readonly told: (job: Job, name: string, decision: ToldDecision, donor?: string) => RunEvent
  /** Returns the events that tell how far it was before this run. */
  readonly before: (job: Job, existing: Existing) => readonly RunEvent[]
  /** Returns the most that a step may take. */
  readonly bound: (step: Step, prices: Prices | undefined) => Bound
  /** Adds to what exists the record of one that was created a moment ago. */
  readonly begin: (step: Step, name: string, existing: Existing) => void
  /** Adds to what exists the record of one as it is now, if there is one. Describe has no tags: give them. */
  readonly learn: (name: string, existing: Existing, sagemaker: SageMaker, tags?: readonly Tag[]) => Promise<void>
  /** Returns the names of those that have not ended, as far as is known. */
  readonly running: (existing: Existing) => readonly string[]
}

/** What a decision depends on beside what exists. */
export interface Circumstances {
  /** How often a job that failed is repeated; Infinity when the user asked for it. */
  readonly retries: number
  /** Whether this run has watched a job. */
  readonly hasWatched: (name: string) => boolean
}

/** A decision as events tell it. */
export type ToldDecision = (RunEvent & { type: 'job' | 'tuning' })['decision']
