/** Puts an endpoint together: state, services, server. Read {@link startEmulator} from top to bottom. */
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { EndpointRunningError, StartupError } from './base/startup-error.js'
import { readEndpointFile, removeEndpointFile, writeEndpointFile } from './endpoint-file.js'
import { IdleWatch } from './idle-watch.js'
import { imagesFile, readImages } from './processes/images.js'
import { identify } from './processes/process-identity.js'
import { answererOf } from './protocol/aws-json.js'
import { startServer } from './protocol/server.js'
import { kinds, operations } from './resources.js'
import { Services } from './services.js'
import type { ServiceOptions } from './services.js'
import { openStore, StoreLockedError } from './state/store.js'
import type { Store } from './state/store.js'

/** How to start an endpoint. */
export interface EmulatorOptions extends ServiceOptions {
  /** Everything the endpoint keeps is below this folder. */
  readonly folder: string
  /** Default: any free port. */
  readonly port?: number
  /** Default: 127.0.0.1, which only this machine can reach. */
  readonly host?: string
  /** Leave after so many milliseconds without a request and without a job. Default: never. */
  readonly idleTimeout?: number
}

/** A running endpoint. */
export interface Emulator {
  readonly url: string
  readonly port: number
  /** Resolves when the endpoint has left, by close() or because it was idle. */
  readonly closed: Promise<void>
  /** Leaves: running jobs are Interrupted, and continue when the folder's endpoint is back. */
  close(): Promise<void>
}

/** Starts the endpoint of a folder. Rejects if one runs already, if the port is taken, or if the state is damaged. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const folder = resolve(options.folder)
  const { host = '127.0.0.1', now = Date.now, onError = () => undefined } = options
  mkdirSync(folder, { recursive: true })
  checkImages(folder)
  const store = openState(folder)
  const services = await Services.start(folder, store, options)
  const answer = answererOf(operations, services.context)
  const idle = new IdleWatch()
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
    const { closed, close } = once(async () => {
      idle.stop()
      services.leave()
      await server.close()
      await services.close()
      removeEndpointFile(folder)
      store.close()
    })
    idle.start(
      options.idleTimeout,
      () => services.busy(),
      () => void close(),
    )
    return { url, port: server.port, closed, close }
  } catch (error) {
    await services.close()
    store.close()
    throw error
  }
}

/** The version of this package. */
export const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version

/** Reports a damaged list of images at once, not job by job. */
function checkImages(folder: string) {
  try {
    readImages(folder)
  } catch (error) {
    throw new StartupError(`The images in "${imagesFile(folder)}" cannot be used: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

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
