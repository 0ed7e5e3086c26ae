/** Everything behind the server: the resources, and what runs jobs. */
import { availableParallelism } from 'node:os'

import { Reaper } from './processes/reaper.js'
import type { Images } from './processes/images.js'
import { kinds } from './resources.js'
import type { EndpointContext } from './resources.js'
import { trainingJobKind } from './resources/training-job/kind.js'
import type { Latency, Machine } from './resources/training-job/machine.js'
import { Scheduler } from './resources/training-job/scheduler.js'
import { tuningJobKind } from './resources/tuning-job/kind.js'
import { Tuner } from './resources/tuning-job/tuner.js'
import { readCollections } from './state/collections.js'
import { Pages } from './state/pages.js'
import type { Store } from './state/store.js'
import { Suggestions } from './tuning/suggestions.js'

/** How jobs are run, and how resources are named. */
export interface ServiceOptions {
  /** Commands of images, in addition to those in `<folder>/images.json`. */
  readonly images?: Images
  /** How many jobs run side by side. Default: as many as there are cores. */
  readonly parallel?: number
  /** From SIGTERM to SIGKILL, in milliseconds. Default: 120,000, as on SageMaker. */
  readonly stopGrace?: number
  /** Least time of the steps around training, in milliseconds. Default: 0 each. */
  readonly latency?: Partial<Latency>
  /** In ARNs. Default: us-east-1. */
  readonly region?: string
  /** In ARNs. Default: 000000000000. */
  readonly account?: string
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
  /** Takes errors of the emulator itself. Default: nobody learns of them. */
  readonly onError?: (error: unknown) => void
}

/** The running services of an endpoint. */
export class Services {
  /** For the operations. */
  readonly context: EndpointContext
  readonly #leaving: AbortController
  readonly #machine: Machine

  private constructor(context: EndpointContext, machine: Machine, leaving: AbortController) {
    this.context = context
    this.#machine = machine
    this.#leaving = leaving
  }

  /** Starts the services of a folder: they continue what an earlier endpoint left. */
  static async start(folder: string, store: Store, options: ServiceOptions): Promise<Services> {
    const { region = 'us-east-1', account = '000000000000', parallel = availableParallelism() } = options
    const { now = Date.now } = options
    const arnOf = (part: string, name: string) => `arn:aws:sagemaker:${region}:${account}:${part}/${name}`
    const collections = readCollections(store, kinds, arnOf)
    const leaving = new AbortController()
    const machine: Machine = {
      leaving: leaving.signal,
      folder,
      region,
      jobs: collections.of(trainingJobKind),
      images: options.images ?? {},
      reaper: new Reaper(),
      latency: { starting: 0, downloading: 0, uploading: 0, ...options.latency },
      stopGrace: options.stopGrace ?? 120_000,
      now,
      report: options.onError ?? (() => undefined),
    }
    const scheduler = new Scheduler(machine, parallel)
    await scheduler.takeUp()
    const tuningJobs = collections.of(tuningJobKind)
    const tuner = new Tuner({ machine, scheduler, tuningJobs, suggestions: new Suggestions(), parallel })
    tuner.takeUp()
    const context = { collections, pages: new Pages(store.secret), folder, scheduler, tuner, now }
    return new Services(context, machine, leaving)
  }

  /** Whether a job or a tuning job has not ended. */
  busy(): boolean {
    return this.context.scheduler.busy() || this.context.tuner.busy()
  }

  /** Stops retrying writes that the disk refuses: the next endpoint derives them from the disk. */
  leave(): void {
    this.#leaving.abort()
  }

  /** Interrupts what runs. */
  async close(): Promise<void> {
    await this.context.tuner.close()
    await this.context.scheduler.close()
    this.#machine.reaper.close()
  }
}
