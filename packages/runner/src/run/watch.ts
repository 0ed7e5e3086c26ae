/** Jobs that run → jobs that have ended. */

import { setTimeout as sleep } from 'node:timers/promises'

import { parseAttempt } from '@assay/core/internal'

import type { RunEvent } from '../base/events.js'
import type { ResourceState } from '../sagemaker/resources/resource.js'
import { type ResourceKind, resourceKinds, type SageMaker } from '../sagemaker/resources/sagemaker.js'

export interface WatchOptions {
  readonly experiment: string
  /** The shortest pause between two looks, in milliseconds; it grows while nothing changes. */
  readonly pollInterval: number
  readonly signal: AbortSignal
}

/** A job to be watched. */
export interface WatchedJob {
  readonly kind: ResourceKind
  readonly name: string
}

/** Pauses grow up to this many times the shortest one. */
const maximumGrowth = 4

/** Returns a watch over no job. */
export function openWatch(sagemaker: SageMaker, options: WatchOptions): Watch {
  return new Watch(sagemaker, options)
}

/** The jobs that one run watches. */
export class Watch {
  readonly #sagemaker: SageMaker
  readonly #options: WatchOptions
  readonly #open = new Map<string, WatchedJob>()
  readonly #watched = new Set<string>()
  readonly #seen = new Map<string, WatchedJob>()
  /** The planned names of jobs whose latest attempt has ended. */
  readonly #over = new Set<string>()
  readonly #lost = new Set<string>()
  /** The last event of each job, as text. */
  readonly #told = new Map<string, string>()
  /** Milliseconds until the next look. */
  #wait = 0

  constructor(sagemaker: SageMaker, options: WatchOptions) {
    this.#sagemaker = sagemaker
    this.#options = options
  }

  add(job: WatchedJob): void {
    this.#open.set(job.name, job)
    this.#watched.add(job.name)
    this.#seen.set(job.name, job)
    this.#over.delete(parseAttempt(job.name).name)
    this.#wait = 0
  }

  /** Notes that a planned job had ended before this run; `last` is its latest attempt, or its search's last tuning job. */
  ended({ kind, name }: WatchedJob, last: string): void {
    this.#close(name)
    this.#seen.set(last, { kind, name: last })
  }

  /** Returns the jobs that have not ended yet. */
  open(): readonly WatchedJob[] {
    return [...this.#open.values()]
  }

  /** Whether the latest attempt at a planned job has ended. */
  hasEnded(jobName: string): boolean {
    return this.#over.has(jobName)
  }

  /** Whether a job was seen to end early and is not repeated: a tuning job that failed or was stopped. */
  hasBroken(name: string): boolean {
    return this.#lost.has(name)
  }

  /** Whether this run has watched a job, not only learned that it had ended. */
  hasWatched(name: string): boolean {
    return this.#watched.has(name)
  }

  /** Returns the names of those that are known to have ended. */
  seenEnd(kind: ResourceKind): readonly string[] {
    return this.seen(kind).filter((name) => !this.#open.has(name))
  }

  /** Returns the names of those that were watched or are known to have ended. */
  seen(kind: ResourceKind): readonly string[] {
    return [...this.#seen.values()].filter((job) => job.kind === kind).map(({ name }) => name)
  }

  /** Pauses, looks once, and yields what changed. */
  async *look(): AsyncGenerator<RunEvent, void> {
    const { experiment, signal } = this.#options
    await pause(this.#wait, signal)
    const start = performance.now()
    let hasChanged = false
    for (const state of await statesOf(this.open(), this.#sagemaker, experiment)) {
      if (!this.#note(state)) continue
      hasChanged = true
      yield state.event
    }
    this.#wait = Math.max(this.#nextPause(hasChanged), 4 * (performance.now() - start))
  }

  /** Yields every change until all have ended, enough have, or the signal aborts. */
  async *follow(isEnough: () => boolean = () => false): AsyncGenerator<RunEvent, void> {
    while (this.#open.size > 0 && !this.#options.signal.aborted && !isEnough()) yield* this.look()
  }

  /** Returns whether a state is another than before. */
  #note({ name, event, isOver, isLost }: ResourceState): boolean {
    const text = JSON.stringify(event)
    if (this.#told.get(name) === text) return false
    this.#told.set(name, text)
    if (isOver) this.#close(name)
    if (isLost) this.#lost.add(name)
    return true
  }

  #close(name: string): void {
    this.#open.delete(name)
    this.#over.add(parseAttempt(name).name)
  }

  #nextPause(hasChanged: boolean): number {
    const { pollInterval } = this.#options
    if (hasChanged) return pollInterval
    return Math.min(Math.max(this.#wait, pollInterval) * 1.5, pollInterval * maximumGrowth)
  }
}

/** A watched job as it is now. */
export interface WatchedState extends ResourceState {
  readonly job: WatchedJob
}

/** Returns the jobs as they are now. */
export async function statesOf(
  jobs: readonly WatchedJob[],
  sagemaker: SageMaker,
  experiment: string,
): Promise<readonly WatchedState[]> {
  const states: WatchedState[] = []
  for (const kind of resourceKinds) {
    const names = jobs.filter((job) => job.kind === kind).map(({ name }) => name)
    const found = await sagemaker[kind].states(names, experiment)
    states.push(...found.map((state) => ({ ...state, job: { kind, name: state.name } })))
  }
  return states
}

/** Waits, at most until the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
