/** The plan → jobs: creates what is missing, adopts what runs, skips what is done. */

import { jobRecord, type JobRecord } from '@assay/core'

import { decide } from './attempts.js'
import { isTerminal, type RunEvent } from './events.js'
import type { PlannedJob } from './planned-jobs.js'
import type { SageMaker } from './sagemaker.js'
import { look, pause } from './watch.js'

/** How to apply. */
export interface ApplyOptions {
  /** How often a job that failed is repeated; Infinity when the user asked for it. */
  readonly retries: number
  /** Milliseconds between two looks while nothing more can be created. */
  readonly pollInterval: number
  readonly signal: AbortSignal
}

/**
 * Brings every job into being and returns the names of those that are to be watched. `records` is what Search showed;
 * existence is proven by Create, so that two runs of one file end with each job once.
 */
export async function* apply(
  jobs: readonly PlannedJob[],
  records: Map<string, JobRecord>,
  sagemaker: SageMaker,
  { retries, pollInterval, signal }: ApplyOptions,
): AsyncGenerator<RunEvent, readonly string[]> {
  const inFlight = new Set<string>()
  const toCreate: PlannedJob[] = []
  for (const job of jobs) {
    const { kind, name } = decide(job.name, records, retries)
    if (kind === 'create') toCreate.push(job)
    else yield decided(job, name, kind)
    if (kind === 'adopt') inFlight.add(name)
  }
  const watched = new Set(inFlight)
  for (const job of toCreate) {
    while (!signal.aborted) {
      const { kind, name } = decide(job.name, records, retries)
      if (kind !== 'create') {
        yield decided(job, name, kind)
        if (kind === 'adopt') watch(name)
        break
      }
      if (inFlight.size >= job.maximumParallel) {
        yield* waitForOne('max_parallel')
        continue
      }
      const answer = await sagemaker.create(job.step, name)
      if (answer === 'created') {
        yield decided(job, name, 'create')
        watch(name)
        break
      }
      if (answer === 'limit') yield* waitForOne('quota')
      else await learn(name, job)
    }
  }
  return [...watched]

  function watch(name: string): void {
    inFlight.add(name)
    watched.add(name)
  }

  /** Somebody else has created it: from now on it counts as what it is. */
  async function learn(name: string, { step }: PlannedJob): Promise<void> {
    const described = await sagemaker.describe(name)
    if (described !== undefined) records.set(name, jobRecord(described, step.input.Tags))
  }

  async function* waitForOne(reason: 'max_parallel' | 'quota'): AsyncGenerator<RunEvent, void> {
    yield { type: 'waiting', reason, inFlight: inFlight.size }
    await pause(pollInterval, signal)
    for (const record of await look([...inFlight], sagemaker)) {
      if (isTerminal(record.status)) inFlight.delete(record.name)
    }
  }
}

function decided({ ref, seed }: PlannedJob, job: string, kind: ReturnType<typeof decide>['kind']): RunEvent {
  const decisions = { create: 'created', adopt: 'adopted', done: 'done', failed: 'failed' } as const
  return { type: 'job', decision: decisions[kind], job, ref, seed }
}
