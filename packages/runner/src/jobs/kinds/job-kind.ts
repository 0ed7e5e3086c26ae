/** How a run decides and reports about one kind of planned job. The kind's resource talks to SageMaker. */

import type { Prices } from '@assay/core'
import type { Bound } from '@assay/core/internal'
import type { Tag } from '@aws-sdk/client-sagemaker'

import type { RunEvent } from '../../base/events.js'
import type { SageMaker } from '../../sagemaker/resources/sagemaker.js'
import type { Decision } from '../attempts.js'
import type { Existing } from '../existing.js'

/** One kind of planned job. */
export interface JobKind<Job, Step> {
  /** Returns the names that SageMaker may know it by, the latest last: of a search, all links of its chain. */
  readonly names: (job: Job) => readonly string[]
  readonly decide: (job: Job, existing: Existing, circumstances: Circumstances) => Decision
  /** Returns the event for a decision; `donor` is the job whose weights decided. */
  readonly told: (job: Job, name: string, decision: ToldDecision, donor?: string) => RunEvent
  /** Returns events for its progress before this run. */
  readonly before: (job: Job, existing: Existing) => readonly RunEvent[]
  /** Returns the most that a step may take. */
  readonly bound: (step: Step, prices: Prices | undefined) => Bound
  /** Adds the record of one that was just created. */
  readonly begin: (step: Step, name: string, existing: Existing) => void
  /** Reads the current record of one and adds it, if it exists. Describe returns no tags: pass them. */
  readonly learn: (name: string, existing: Existing, sagemaker: SageMaker, tags?: readonly Tag[]) => Promise<void>
  /** Returns the names of those that had not ended when they were last read. */
  readonly running: (existing: Existing) => readonly string[]
}

/** Facts beside the existing records that decisions depend on. */
export interface Circumstances {
  /** How often a job that failed is repeated; Infinity when the user asked for it. */
  readonly retries: number
  /** Whether this run has watched a job. */
  readonly hasWatched: (name: string) => boolean
}

/** A decision as events spell it. */
export type ToldDecision = (RunEvent & { type: 'job' | 'tuning' })['decision']
