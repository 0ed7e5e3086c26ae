/** The events of a run as plain data: progress shows them, `--json` prints one a line. */

import type { JobRecord, Plan } from '@assay/core'

export type RunEvent =
  | { readonly type: 'target'; readonly name: 'local' | 'aws'; readonly description: string }
  | { readonly type: 'upload'; readonly uri: string; readonly files: number; readonly bytes: number }
  /** The plan as far as it is known; sent again when results make more of it known. */
  | { readonly type: 'plan'; readonly plan: Plan }
  /**
   * A job was created, was found running, is done already, or failed before and is not tried again. One that starts from
   * the weights of another is skipped if that one has failed, and left for later with `--detach`.
   */
  | {
      readonly type: 'job'
      readonly decision: 'created' | 'adopted' | 'done' | 'failed' | 'skipped' | 'later'
      readonly job: string
      readonly ref: string
      /** Of a training job. */
      readonly seed?: number
      /** The job whose weights it starts from, if that decided. */
      readonly donor?: string
    }
  /** A job's state on the service; sent when it changes. */
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
      /** The job whose weights its trials start from, if that decided. */
      readonly donor?: string
    }
  /** A tuning job's progress; sent when it changes. */
  | ({ readonly type: 'tuning-state' } & TuningState)
  /** Nothing more can be created until a job has ended. */
  | {
      readonly type: 'waiting'
      readonly reason: 'max_parallel' | 'quota' | 'donor' | 'budget'
      readonly inFlight: number
    }
  | { readonly type: 'warning'; readonly text: string }
  /** A part of the plan that waits for results that will not come. */
  | { readonly type: 'not-run'; readonly ref: string; readonly because: string }
  | { readonly type: 'report'; readonly files: readonly string[] }

/** A tuning job's progress. */
export interface TuningState {
  readonly job: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopped' | 'Stopping' | 'Deleting' | 'DeleteFailed'
  /** Trials by state. */
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

/** Returns the event for a job's state. */
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
