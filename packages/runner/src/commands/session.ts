/** One run's open things, closed together: services, progress, watch, and the listener for Ctrl-C. */

import type { Plan } from '@assay/core'

import { upload } from '../data/upload.js'
import type { Prepared } from '../prepare/prepare.js'
import { type Interruption, listenForInterruption } from '../process/interruption.js'
import { inRounds, type Outcome } from '../run/rounds.js'
import { openWatch, type Watch } from '../run/watch.js'
import { openProgress, type Progress } from '../show/progress.js'
import { openTarget, type Services } from '../target/open-target.js'
import type { Surroundings } from './command.js'

/** The part of the plan to run, and how. */
export interface SessionOptions {
  /** Stages, variants or seeds; none is all. */
  readonly refs: readonly string[]
  readonly retry?: boolean | undefined
  /** Creates what can be created now, and waits for nothing. */
  readonly detach?: boolean | undefined
}

/** Opens a session that shows this part of the plan; `close` it at the end. */
export async function openSession(
  prepared: Prepared,
  shown: Plan,
  { settings, terminal }: Surroundings,
  json = false,
): Promise<Session> {
  const { name, description } = prepared.target
  const progress = await openProgress(shown, terminal, { json })
  progress.show({ type: 'target', name, description })
  return new Session(prepared, progress, await openTarget(prepared.target, settings.workingFolder))
}

/** One run of a prepared file. */
export class Session {
  readonly progress: Progress
  readonly services: Services
  readonly watch: Watch
  readonly interruption: Interruption
  readonly #prepared: Prepared

  constructor(prepared: Prepared, progress: Progress, services: Services) {
    this.#prepared = prepared
    this.progress = progress
    this.services = services
    this.interruption = listenForInterruption()
    const experiment = prepared.plan.experiment.name
    this.watch = openWatch(services.sagemaker, { ...services, experiment, signal: this.interruption.signal })
  }

  /** Whether the user has asked to leave. */
  get isInterrupted(): boolean {
    return this.interruption.signal.aborted
  }

  /** Uploads data that is missing in the object store. */
  async upload(): Promise<void> {
    const { datasets, target } = this.#prepared
    await this.progress.follow(upload(datasets, this.services.storage, target.bucket, this.interruption.signal))
  }

  /** Creates and watches jobs, and plans again with their results, until nothing is left to do. */
  async carryOut({ refs, retry = false, detach = false }: SessionOptions): Promise<Outcome> {
    const { signal } = this.interruption
    const options = { refs, retries: retry ? Infinity : 0, detach, watch: this.watch, signal }
    const outcome = await this.progress.follow(inRounds(this.#prepared, this.services, options))
    await this.progress.close()
    return outcome
  }

  async close(): Promise<void> {
    this.interruption.close()
    await this.progress.close()
    this.services.close()
  }
}
