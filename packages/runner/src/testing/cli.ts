/** The program as a user starts it: a process of its own, in a folder of its own, with a real endpoint and real jobs. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import type { RunEvent } from '../base/events.js'
import { temporaryFolder } from './temporary-folder.js'

/** How a program ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A started program. */
export interface Started {
  readonly process: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
  /** Resolves when standard output or error contains this text. */
  readonly says: (text: string) => Promise<void>
  readonly saidSoFar: () => string
}

/** A folder in which the program is started. */
export interface Cli {
  readonly folder: string
  readonly start: (...parameters: string[]) => Started
  readonly run: (...parameters: string[]) => Promise<Ended>
  /** Runs it in a terminal of 100 columns, of util-linux's script; standard output and error come as one. */
  readonly runInTerminal: (...parameters: string[]) => Promise<Ended>
  readonly write: (name: string, text: string) => void
  readonly read: (name: string) => string
  readonly endpointPid: () => number | undefined
}

const program = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'bin', 'assay.js')

/** Returns a new folder to start the program in; its endpoint is ended afterwards. Call inside `describe`. */
export function cli(environment: Readonly<Record<string, string>> = {}): Cli {
  // Before the folder goes: hooks run in the order in which they are declared.
  afterAll(() => endEndpoint(endpointPid()))
  const folder = temporaryFolder()
  const endpointPid = (): number | undefined => {
    const file = join(folder, '.assay', 'endpoint.json')
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : undefined
  }
  const start = (...parameters: string[]): Started =>
    startProgram(folder, [process.execPath, program, ...parameters], environment)
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  return {
    folder,
    start,
    run: (...parameters) => start(...parameters).ended,
    runInTerminal: (...parameters) => {
      const command = ['stty cols 100;', ...[process.execPath, program, ...parameters].map(quoted)].join(' ')
      return startProgram(folder, ['script', '-qec', command, '/dev/null'], { ...environment, TERM: 'xterm' }).ended
    },
    write: (name, text) => writeFileSync(join(folder, name), text),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    endpointPid,
  }
}

async function endEndpoint(pid: number | undefined): Promise<void> {
  if (pid === undefined || !isRunning(pid)) return
  process.kill(pid, 'SIGTERM')
  for (let looks = 0; isRunning(pid) && looks < 100; looks++) await sleep(50)
  if (isRunning(pid)) process.kill(pid, 'SIGKILL')
}

/** Whether there is such a process. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Returns the events of a run with `--json`. */
export function eventsOf({ stdout }: Ended): readonly RunEvent[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent)
}

/** Returns what a run with `--json` decided, as `created baseline/1`, sorted. */
export function decisionsOf(ended: Ended): readonly string[] {
  return eventsOf(ended)
    .flatMap((event) => (event.type === 'job' ? [`${event.decision} ${event.ref}/${event.seed}`] : []))
    .sort()
}

function startProgram(
  folder: string,
  [command = '', ...parameters]: readonly string[],
  extra: Readonly<Record<string, string>>,
): Started {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|ASSAY_|NODE_OPTIONS|FORCE_COLOR)/.test(name)),
  )
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { ...environment, ASSAY_CACHE: join(folder, 'cache'), ASSAY_BACKEND: 'wasm', ...extra },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
  return {
    process: child,
    ended,
    saidSoFar: () => stdout + stderr,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if ((stdout + stderr).includes(text)) resolve()
        }
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        child.on('close', () => {
          look()
          reject(new Error(`The program ended without saying "${text}":\n${stdout}${stderr}`))
        })
        look()
      }),
  }
}
