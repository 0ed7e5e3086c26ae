/** The process of a job: held at a gate until its number is on disk, and always the leader of a group of its own. */
import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

import { identify, signalGroup } from './process-identity.js'
import type { ProcessIdentity } from './process-identity.js'

/** A process that waits at the gate, then runs. */
export interface JobProcess {
  /** Undefined if it could not be started or has ended already. */
  readonly identity: ProcessIdentity | undefined
  /** Opens the gate. Until then the command has not begun; if the endpoint dies before, it never does. */
  go(): void
  signal(signal: NodeJS.Signals): void
  /** The exit code as Docker gives it: 128 + the signal's number for a killed process. */
  readonly exited: Promise<number>
}

/** A command to run. `onOutput` returns false to hold the output back until `resume` is called. */
export interface JobCommand {
  readonly command: readonly string[]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer, resume: () => void) => boolean
}

/** Reads a line from the gate, or ends if the endpoint has gone; then becomes the command. */
const gate = 'read -r go <&3 && exec "$@" 3<&-'

/** How long output may continue after the process and its group have ended, in milliseconds. */
const drainTime = 2000

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15, SIGXCPU: 24, SIGXFSZ: 25,
} // prettier-ignore

/** Starts the process, waiting at its gate. */
export function startProcess({ command, cwd, environment, onOutput }: JobCommand): JobProcess {
  const child = spawn('/bin/sh', ['-c', gate, 'sh', ...command], {
    cwd,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const { pid } = child
  const opening = child.stdio[3] as Writable | null
  opening?.on('error', () => undefined)
  const outputs = [relay(child.stdout, 'stdout', onOutput), relay(child.stderr, 'stderr', onOutput)]
  const exited = new Promise<number>((resolve) => {
    child.on('error', () => resolve(126))
    child.on('exit', (code, signal) => {
      // No process of the command's group may outlive it.
      if (pid !== undefined) signalGroup(pid, 'SIGKILL')
      const status = code ?? 128 + (signalNumbers[signal ?? ''] ?? 0)
      void drained(outputs).then(() => resolve(status))
    })
  })
  return {
    identity: pid === undefined ? undefined : identify(pid),
    go: () => opening?.end('go\n'),
    signal: (signal) => {
      if (pid !== undefined && child.exitCode === null && child.signalCode === null) child.kill(signal)
      if (pid !== undefined && signal === 'SIGKILL') signalGroup(pid, 'SIGKILL')
    },
    exited,
  }
}

function relay(stream: Readable | null, name: 'stdout' | 'stderr', onOutput: JobCommand['onOutput']) {
  if (!stream) return { stream, closed: Promise.resolve() }
  stream.on('data', (chunk: Buffer) => {
    if (!onOutput(name, chunk, () => stream.resume())) stream.pause()
  })
  stream.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => stream.on('close', resolve))
  return { stream, closed }
}

async function drained(outputs: readonly { readonly stream: Readable | null; readonly closed: Promise<void> }[]) {
  const late = setTimeout(() => outputs.forEach(({ stream }) => stream?.destroy()), drainTime)
  await Promise.all(outputs.map(({ closed }) => closed))
  clearTimeout(late)
}
