/** Puts an endpoint together: state, jobs, scheduler, server. Read {@link startEmulator} from top to bottom. */
import { mkdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'

import { answererOf } from './protocol/aws-json.js'
import { readEndpointFile, removeEndpointFile, writeEndpointFile } from './endpoint-file.js'
import { operations, resources } from './resources.js'
import { trainingJobKind } from './resources/training-job/kind.js'
import { createPages } from './state/pages.js'
import { identify } from './processes/process-identity.js'
import { Scheduler } from './resources/training-job/scheduler.js'
import { startServer } from './protocol/server.js'
import { StartupError } from './base/startup-error.js'
import { openStore, StoreLockedError } from './state/store.js'
import type { Store } from './state/store.js'
import { imagesFile, readImages } from './processes/images.js'
import type { Images } from './processes/images.js'
import type { Latency, Machine } from './resources/training-job/machine.js'
import { createReaper } from './processes/reaper.js'
import { tuningJobKind } from './resources/tuning-job/kind.js'
import { readCollections } from './state/collections.js'
import { createSuggestions } from './tuning/suggestions.js'
import { Tuner } from './resources/tuning-job/tuner.js'

/** How to start an endpoint. */
export interface EmulatorOptions {
  /** Everything the endpoint keeps is below this folder. */
  readonly folder: string
  /** Default: any free port. */
  readonly port?: number
  /** Default: 127.0.0.1, which only this machine can reach. */
  readonly host?: string
  /** Commands of images, beside those in `<folder>/images.json`. */
  readonly images?: Images
  /** How many jobs run side by side. Default: as many as there are cores. */
  readonly parallel?: number
  /** Leave after so many milliseconds without a request and without a job. Default: never. */
  readonly idleTimeout?: number
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
  /** Takes errors of the emulator itself. Default: nobody is told. */
  readonly onError?: (error: unknown) => void
}

/** A running endpoint. */
export interface Emulator {
  readonly url: string
  readonly port: number
  /** Resolves when the endpoint has left, by close() or because it was idle. */
  readonly closed: Promise<void>
  /** Leaves: running jobs are Interrupted, and go on when the folder's endpoint is back. */
  close(): Promise<void>
}

/** Starts the endpoint of a folder. Rejects if one runs already, if the port is taken, or if the state is damaged. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const folder = resolve(options.folder)
  const { host = '127.0.0.1', now = Date.now, onError = () => undefined, region = 'us-east-1' } = options
  mkdirSync(folder, { recursive: true })
  checkImages(folder)
  const store = openState(folder)
  const arnOf = (part: string, name: string) =>
    `arn:aws:sagemaker:${region}:${options.account ?? '000000000000'}:${part}/${name}`
  const collections = readCollections(store, kinds, arnOf)
  const jobs = collections.of(trainingJobKind)
  const leaving = new AbortController()
  const machine: Machine = {
    leaving: leaving.signal,
    folder,
    region,
    jobs,
    images: options.images ?? {},
    reaper: createReaper(),
    latency: { starting: 0, downloading: 0, uploading: 0, ...options.latency },
    stopGrace: options.stopGrace ?? 120_000,
    now,
    report: onError,
  }
  const parallel = options.parallel ?? availableParallelism()
  const scheduler = new Scheduler(machine, parallel)
  await scheduler.takeUp()
  const tuner = new Tuner({
    machine,
    scheduler,
    tuningJobs: collections.of(tuningJobKind),
    suggestions: createSuggestions(),
    parallel,
  })
  tuner.takeUp()
  const context = { collections, pages: createPages(store.secret), folder, scheduler, tuner, now }
  const answer = answererOf(operations, context)
  const idle = createIdleClock()
  try {
    const server = await startServer({
      host,
      port: options.port ?? 0,
      ping: () => ({ pid: process.pid, folder, version }),
      answer: (request) => {
        idle.reset()
        return answer(request, onError)
      },
    })
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`
    writeEndpointFile(folder, endpointRecord(server.port, url, now()))
    const leave = async () => {
      stopWatching()
      leaving.abort()
      await server.close()
      await tuner.close()
      await scheduler.close()
      machine.reaper.close()
      removeEndpointFile(folder)
      store.close()
    }
    const { closed, close } = once(leave)
    const stopWatching = watchIdle(
      options.idleTimeout,
      idle,
      () => scheduler.busy() || tuner.busy(),
      () => void close(),
    )
    return { url, port: server.port, closed, close }
  } catch (error) {
    await tuner.close()
    await scheduler.close()
    machine.reaper.close()
    store.close()
    throw error
  }
}

/** The version of this package. */
export const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version

/** A damaged list of images is told at once, not job by job. */
function checkImages(folder: string) {
  try {
    readImages(folder)
  } catch (error) {
    throw new StartupError(`The images in "${imagesFile(folder)}" cannot be used: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

const kinds = resources.map(({ kind }) => kind)

function openState(folder: string): Store {
  try {
    return openStore(folder, kinds)
  } catch (error) {
    if (!(error instanceof StoreLockedError)) throw error
    const other = readEndpointFile(folder)
    const who = other ? `process ${other.pid} at ${other.url}` : 'another process, which is starting or leaving'
    throw new EndpointRunningError(
      `The endpoint of "${folder}" is already running: ${who}. Use it, or stop it first.`,
      { cause: error },
    )
  }
}

/** Another process is the endpoint of the folder. */
export class EndpointRunningError extends StartupError {}

function endpointRecord(port: number, url: string, now: number) {
  const processStartTime = identify(process.pid)?.startTime ?? ''
  return { pid: process.pid, processStartTime, port, url, version, startedAt: new Date(now).toISOString() }
}

function once(leave: () => Promise<void>) {
  let settle: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    settle = resolve
  })
  let leaving: Promise<void> | undefined
  return { closed, close: () => (leaving ??= leave().finally(settle)) }
}

function createIdleClock() {
  let last = performance.now()
  return {
    reset: () => {
      last = performance.now()
    },
    elapsed: () => performance.now() - last,
  }
}

function watchIdle(
  timeout: number | undefined,
  idle: { reset(): void; elapsed(): number },
  busy: () => boolean,
  leave: () => void,
): () => void {
  if (timeout === undefined) return () => undefined
  const timer = setInterval(
    () => {
      if (busy()) idle.reset()
      else if (idle.elapsed() >= timeout) leave()
    },
    Math.min(Math.max(timeout / 10, 20), 10_000),
  )
  return () => clearInterval(timer)
}
