/** One tuning job as SageMaker knows it: what later stages are planned from, and what the report is made from. */

import type { PlannedRange } from './plan/planned.js'
import type { Scalar } from './experiment.js'

/** One tuning job, read back from Search or Describe, with its trials. */
export interface TuningRecord {
  readonly name: string
  readonly arn: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopped' | 'Stopping' | 'Deleting' | 'DeleteFailed'
  readonly failureReason?: string
  readonly tags: Readonly<Record<string, string>>
  readonly objective: { readonly metric: string; readonly goal: 'maximize' | 'minimize' }
  readonly strategy: 'bayesian' | 'random' | 'hyperband' | 'grid'
  readonly searchSeed?: number
  readonly earlyStopping: boolean
  readonly maximumTrials?: number
  readonly maximumParallel: number
  /** One for each training definition, in the request's order. */
  readonly definitions: readonly TuningDefinition[]
  /** Names of the tuning jobs it was warm-started from. */
  readonly parents: readonly string[]
  readonly warmStart?: 'identical' | 'transfer'
  /** How many trials ended how, as SageMaker counts them. */
  readonly counters: {
    readonly completed: number
    readonly inProgress: number
    readonly retryableError: number
    readonly nonRetryableError: number
    readonly stopped: number
  }
  /** ISO 8601 in UTC. */
  readonly createdAt: string
  readonly endedAt?: string
  /** In the order of their creation. */
  readonly trials: readonly Trial[]
}

/** What one training definition of a tuning job holds fixed and where it looks. */
export interface TuningDefinition {
  /** The definition's name where there are several. */
  readonly name?: string
  /** As strings, the way SageMaker keeps them; ours include the slots of the training spec. */
  readonly staticHyperparameters: Readonly<Record<string, string>>
  readonly ranges: Readonly<Record<string, PlannedRange>>
}

/** One training job of a tuning job. */
export interface Trial {
  readonly jobName: string
  /** The definition it belongs to, where there are several. */
  readonly definition?: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped' | 'Deleting'
  /** The objective's last value. */
  readonly objective?: number
  /** Typed by the definition's ranges. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  readonly failureReason?: string
  readonly createdAt: string
  readonly startedAt?: string
  readonly endedAt?: string
}
