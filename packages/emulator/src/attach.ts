/** Finds the standing endpoint of a folder, or starts it as a process of its own. */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { findEndpoint, readEndpointFile } from './endpoint-file.js'
import { endpointLog } from './base/layout.js'
import { sleep } from './base/timer.js'
import { registerImages } from './processes/images.js'
import type { Images } from './processes/images.js'

/** How to start the endpoint if there is none. */
export interface AttachOptions {
  /** Default: any free port. */
  readonly port?: number
  /** How many jobs run side by side. Default: as many as there are cores. */
  readonly parallel?: number
  /** Leave after so many milliseconds without a request and without a job. Default: 15 minutes. */
  readonly idleTimeout?: number
  /** Added to `<folder>/images.json`, where an endpoint that runs already finds them too. */
  readonly images?: Images
  /** How long to wait for it to answer, in milliseconds. Default: 20,000. */
  readonly timeout?: number
}

/** An endpoint that is there. */
export interface Attached {
  readonly url: string
  /** Whether this call started it. */
  readonly started: boolean
}

const program = fileURLToPath(new URL('../bin/assay-emulator.js', import.meta.url))
const defaultIdleTimeout = 15 * 60_000
const betweenLooks = 25
const betweenStarts = 200

/** Returns the folder's endpoint, started if need be. Callers may race: the folder's lock lets one process win, all find it. */
export async function attachOrStart(folder: string, options: AttachOptions = {}): Promise<Attached> {
  const absolute = resolve(folder)
  if (options.images) registerImages(absolute, options.images)
  const running = await findEndpoint(absolute)
  if (running !== undefined) return { url: running, started: false }
  let child = start(absolute, options)
  const deadline = performance.now() + (options.timeout ?? 20_000)
  while (performance.now() < deadline) {
    const url = await findEndpoint(absolute)
    if (url !== undefined) return { url, started: readEndpointFile(absolute)?.pid === child.pid }
    const code = child.exitCode()
    if (code !== undefined && code !== alreadyRunningExitCode) break
    await sleep(betweenLooks)
    if (code === undefined) continue
    // Another process has the folder and does not answer: it is about to, or it is leaving. Then it is this one's turn.
    await sleep(betweenStarts)
    if ((await findEndpoint(absolute)) === undefined) child = start(absolute, options)
  }
  throw new Error(`The endpoint of "${absolute}" did not start. ${lastWords(absolute)}`)
}

/** The exit code of the program when another process is the folder's endpoint. */
export const alreadyRunningExitCode = 3

function start(folder: string, { port = 0, parallel, idleTimeout = defaultIdleTimeout }: AttachOptions) {
  mkdirSync(folder, { recursive: true })
  const log = openSync(endpointLog(folder), 'a')
  const flags = ['--folder', folder, '--port', String(port), '--idle-timeout', String(idleTimeout / 1000)]
  if (parallel !== undefined) flags.push('--parallel', String(parallel))
  const child = spawn(process.execPath, [program, ...flags], { detached: true, stdio: ['ignore', log, log], cwd: '/' })
  closeSync(log)
  let exitCode: number | undefined
  child.on('error', () => {
    exitCode = 1
  })
  child.on('exit', (code) => {
    exitCode = code ?? 1
  })
  child.unref()
  return { pid: child.pid, exitCode: () => exitCode }
}

function lastWords(folder: string): string {
  const lines = readFileSync(endpointLog(folder), 'utf8').trim().split('\n')
  return `See "${endpointLog(folder)}", which ends with: ${lines.slice(-3).join(' ')}`
}
