/** What happens during a run, as plain data: progress shows it, `--json` prints it, one event a line. */

import type { JobRecord, Plan } from '@assay/core'

/** Something that happened. */
export type RunEvent =
  | { readonly type: 'target'; readonly name: 'local' | 'aws'; readonly description: string }
  | { readonly type: 'upload'; readonly uri: string; readonly files: number; readonly bytes: number }
  /** What is to be run, as far as it is known; sent again each time results have made more of it known. */
  | { readonly type: 'plan'; readonly plan: Plan }
  /**
   * A job was created, was found running, is done already, or failed before and is not tried again. One that starts from
   * the weights of another is skipped where that one has failed, and left for later where nothing is waited for.
   */
  | {
      readonly type: 'job'
      readonly decision: 'created' | 'adopted' | 'done' | 'failed' | 'skipped' | 'later'
      readonly job: string
      readonly ref: string
      /** Of a training job. */
      readonly seed?: number
      /** The job whose weights it starts from, where that decided. */
      readonly donor?: string
    }
  /** A job's state as the service has it; sent when it changed. */
  | {
      readonly type: 'state'
      readonly job: string
      readonly status: JobRecord['status']
      readonly secondaryStatus: string
      readonly metrics: Readonly<Record<string, number>>
      readonly failureReason?: string
    }
  /** The same decisions about a tuning job; `failed` is also one that was stopped with trials left. */
  | {
      readonly type: 'tuning'
      readonly decision: 'created' | 'adopted' | 'done' | 'failed' | 'skipped' | 'later'
      readonly job: string
      readonly ref: string
      /** The job whose weights its trials start from, where that decided. */
      readonly donor?: string
    }
  /** How far a tuning job is; sent when it changed. */
  | ({ readonly type: 'tuning-state' } & TuningState)
  /** Nothing more can be created until a job has ended. */
  | {
      readonly type: 'waiting'
      readonly reason: 'max_parallel' | 'quota' | 'donor' | 'budget'
      readonly inFlight: number
    }
  | { readonly type: 'warning'; readonly text: string }
  /** A part of the plan whose results to wait for will not come. */
  | { readonly type: 'not-run'; readonly ref: string; readonly because: string }
  | { readonly type: 'report'; readonly files: readonly string[] }

/** How far a tuning job is. */
export interface TuningState {
  readonly job: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopped' | 'Stopping' | 'Deleting' | 'DeleteFailed'
  /** Trials by how they stand. */
  readonly trials: {
    readonly completed: number
    readonly running: number
    readonly stopped: number
    readonly failed: number
  }
  readonly maximumTrials?: number
  /** The best trial so far, of this tuning job alone. */
  readonly best?: { readonly job: string; readonly objective: number }
  readonly failureReason?: string
}

/** Whether a job in this state, a training or a tuning job, will never change again. */
export function isTerminal(status: JobRecord['status'] | TuningState['status']): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped'
}

/** Returns the event that tells a job's state. */
export function stateEvent({ name, status, secondaryStatus, metrics, failureReason }: JobRecord): RunEvent {
  return {
    type: 'state',
    job: name,
    status,
    secondaryStatus,
    metrics,
    ...(failureReason === undefined ? {} : { failureReason }),
  }
}
