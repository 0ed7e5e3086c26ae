/** Jobs that run → jobs that have ended. */

import { setTimeout as sleep } from 'node:timers/promises'

import { experimentTagKey, jobRecord, type JobRecord } from '@assay/core'

import { isTerminal, type RunEvent, stateEvent } from './events.js'
import type { SageMaker } from './sagemaker.js'

/** How to watch. */
export interface WatchOptions {
  readonly experiment: string
  /** The shortest pause between two looks, in milliseconds; it grows while nothing changes. */
  readonly pollInterval: number
  readonly signal: AbortSignal
}

/** Pauses grow up to this many times the shortest one. */
const maximumGrowth = 4

/** Tells every change of the jobs' states until each has ended, or the signal says to leave. */
export async function* watch(
  jobNames: readonly string[],
  sagemaker: SageMaker,
  { experiment, pollInterval, signal }: WatchOptions,
): AsyncGenerator<RunEvent, void> {
  const open = new Set(jobNames)
  const told = new Map<string, string>()
  let wait = pollInterval
  while (open.size > 0 && !signal.aborted) {
    const start = performance.now()
    let changed = false
    for (const record of await look([...open], sagemaker, experiment)) {
      const event = stateEvent(record)
      const text = JSON.stringify(event)
      if (told.get(record.name) === text) continue
      told.set(record.name, text)
      changed = true
      if (isTerminal(record.status)) open.delete(record.name)
      yield event
    }
    const took = performance.now() - start
    wait = changed ? pollInterval : Math.min(wait * 1.5, pollInterval * maximumGrowth)
    if (open.size > 0) await pause(Math.max(wait, 4 * took), signal)
  }
}

/**
 * Returns the jobs as they are now. One Search shows those that run; Describe is asked for what Search does not show:
 * jobs that are too new for it, and those that have just ended.
 */
export async function look(
  jobNames: readonly string[],
  sagemaker: SageMaker,
  experiment?: string,
): Promise<readonly JobRecord[]> {
  const wanted = new Set(jobNames)
  const records: JobRecord[] = []
  if (experiment !== undefined && wanted.size > 1) {
    const running = { [`Tags.${experimentTagKey}`]: experiment, TrainingJobStatus: 'InProgress' }
    for await (const job of sagemaker.search(running)) {
      const record = jobRecord(job)
      if (wanted.delete(record.name)) records.push(record)
    }
  }
  for (const name of wanted) {
    const described = await sagemaker.describe(name)
    if (described !== undefined) records.push(jobRecord(described))
  }
  return records
}

/** Waits, but no longer than until the signal. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
