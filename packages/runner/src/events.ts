/** What happens during a run, as plain data: progress shows it, `--json` prints it, one event a line. */

import type { JobRecord } from '@assay/core'

/** Something that happened. */
export type RunEvent =
  | { readonly type: 'target'; readonly name: 'local' | 'aws'; readonly description: string }
  | { readonly type: 'upload'; readonly uri: string; readonly files: number; readonly bytes: number }
  /** A job was created, was found running, is done already, or failed before and is not tried again. */
  | {
      readonly type: 'job'
      readonly decision: 'created' | 'adopted' | 'done' | 'failed'
      readonly job: string
      readonly ref: string
      readonly seed: number
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
  /** Nothing more can be created until a job has ended. */
  | { readonly type: 'waiting'; readonly reason: 'max_parallel' | 'quota'; readonly inFlight: number }
  | { readonly type: 'report'; readonly files: readonly string[] }

/** Whether a job in this state will never change again. */
export function isTerminal(status: JobRecord['status']): boolean {
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
