/** Jobs that run → jobs that have ended. */

import { setTimeout as sleep } from 'node:timers/promises'

import { experimentTagKey, jobRecord, parseAttempt } from '@assay/core'

import { isTerminal, type RunEvent, stateEvent } from '../base/events.js'
import type { SageMaker } from '../sagemaker/client.js'
import { tuningState } from '../sagemaker/tuning-state.js'

/** How to watch. */
export interface WatchOptions {
  readonly experiment: string
  /** The shortest pause between two looks, in milliseconds; it grows while nothing changes. */
  readonly pollInterval: number
  readonly signal: AbortSignal
}

/** A job to be watched. */
export interface WatchedJob {
  readonly kind: 'training' | 'tuning'
  readonly name: string
}

/** The jobs that one run has under its eyes. */
export interface Watch {
  readonly add: (job: WatchedJob) => void
  /**
   * Says that a planned job has ended without having been watched, `last` being its latest attempt, or its search's last
   * tuning job. An attempt then counts as seen; a tuning job does not, for this run has not seen it end.
   */
  readonly ended: (planned: WatchedJob, last: string) => void
  /** Those that have not ended yet. */
  readonly open: () => readonly WatchedJob[]
  /** Whether the latest attempt at a planned job has ended. */
  readonly hasEnded: (jobName: string) => boolean
  /** Whether a tuning job was seen to fail or to be stopped. */
  readonly hasBroken: (tuningJobName: string) => boolean
  /** The names of those that are known to have ended. */
  readonly seenEnd: (kind: WatchedJob['kind']) => readonly string[]
  /** The names of those that were ever watched, and of training jobs that were said to have ended. */
  readonly seen: (kind: WatchedJob['kind']) => readonly string[]
  /** Pauses, looks once, and tells what changed. */
  readonly look: () => AsyncGenerator<RunEvent, void>
  /** Tells every change until each has ended, enough have, or the signal says to leave. */
  readonly follow: (isEnough?: () => boolean) => AsyncGenerator<RunEvent, void>
}

/** Pauses grow up to this many times the shortest one. */
const maximumGrowth = 4

/** Returns a watch over no job. */
export function openWatch(sagemaker: SageMaker, { experiment, pollInterval, signal }: WatchOptions): Watch {
  const open = new Map<string, WatchedJob>()
  const seen = new Map<string, WatchedJob>()
  const over = new Set<string>()
  const broken = new Set<string>()
  const told = new Map<string, string>()
  let wait = 0

  const ended = (name: string): void => {
    open.delete(name)
    over.add(parseAttempt(name).name)
  }

  const names = (kind: WatchedJob['kind'], test: (name: string) => boolean): readonly string[] =>
    [...seen.values()].filter((job) => job.kind === kind && test(job.name)).map(({ name }) => name)

  async function* look(): AsyncGenerator<RunEvent, void> {
    await pause(wait, signal)
    const start = performance.now()
    let changed = false
    for (const { job, event, isOver } of await statesOf([...open.values()], sagemaker, experiment)) {
      const text = JSON.stringify(event)
      if (told.get(job.name) === text) continue
      told.set(job.name, text)
      changed = true
      if (isOver) ended(job.name)
      if (isOver && event.type === 'tuning-state' && event.status !== 'Completed') broken.add(job.name)
      yield event
    }
    const grown = changed ? pollInterval : Math.min(Math.max(wait, pollInterval) * 1.5, pollInterval * maximumGrowth)
    wait = Math.max(grown, 4 * (performance.now() - start))
  }

  return {
    add: (job) => {
      open.set(job.name, job)
      seen.set(job.name, job)
      over.delete(parseAttempt(job.name).name)
      wait = 0
    },
    ended: (planned, last) => {
      ended(planned.name)
      if (planned.kind === 'training') seen.set(last, { kind: 'training', name: last })
    },
    open: () => [...open.values()],
    hasEnded: (jobName) => over.has(jobName),
    hasBroken: (tuningJobName) => broken.has(tuningJobName),
    seenEnd: (kind) => names(kind, (name) => !open.has(name)),
    seen: (kind) => names(kind, () => true),
    look,
    follow: async function* (isEnough = () => false) {
      while (open.size > 0 && !signal.aborted && !isEnough()) yield* look()
    },
  }
}

/** A job as it is now. */
interface Seen {
  readonly job: WatchedJob
  readonly event: RunEvent
  readonly isOver: boolean
}

/**
 * Returns the jobs as they are now. One Search of each kind shows those that run; Describe is asked for what Search
 * does not show: jobs that are too new for it, and those that have just ended.
 */
export async function statesOf(
  jobs: readonly WatchedJob[],
  sagemaker: SageMaker,
  experiment: string,
): Promise<readonly Seen[]> {
  const names = (kind: WatchedJob['kind']) => jobs.filter((job) => job.kind === kind).map(({ name }) => name)
  const tag = `Tags.${experimentTagKey}`
  const [training, tuning] = [
    await present(
      names('training'),
      () => sagemaker.search({ [tag]: experiment, TrainingJobStatus: 'InProgress' }),
      ({ TrainingJobName = '' }) => TrainingJobName,
      (name) => sagemaker.describe(name),
    ),
    await present(
      names('tuning'),
      () => sagemaker.searchTuning({ [tag]: experiment, HyperParameterTuningJobStatus: 'InProgress' }),
      ({ HyperParameterTuningJobName = '' }) => HyperParameterTuningJobName,
      (name) => sagemaker.describeTuning(name),
    ),
  ]
  return [
    ...training.map((job): Seen => {
      const record = jobRecord(job)
      const { name, status } = record
      return { job: { kind: 'training', name }, event: stateEvent(record), isOver: isTerminal(status) }
    }),
    ...tuning.map((described): Seen => {
      const state = tuningState(described)
      const job = { kind: 'tuning', name: state.job } as const
      return { job, event: { type: 'tuning-state', ...state }, isOver: isTerminal(state.status) }
    }),
  ]
}

/** One of them is asked for by name; of several, those that a search finds are not. */
async function present<Found, Described>(
  names: readonly string[],
  search: () => AsyncIterable<Found>,
  nameOf: (job: Found) => string,
  describe: (name: string) => Promise<Described | undefined>,
): Promise<readonly (Found | Described)[]> {
  const wanted = new Set(names)
  const found: (Found | Described)[] = []
  if (wanted.size > 1) for await (const job of search()) if (wanted.delete(nameOf(job))) found.push(job)
  for (const name of wanted) {
    const described = await describe(name)
    if (described !== undefined) found.push(described)
  }
  return found
}

/** Waits, but no longer than until the signal. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
