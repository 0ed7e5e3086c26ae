/** The identity of processes. A number alone is not enough: the system gives it to another process later. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process. The start time distinguishes it from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
}

/** Returns the identity of a process that runs now, or undefined. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTime = process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid)
  return startTime === undefined ? undefined : { pid, startTime }
}

/** Returns whether this very process is alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTime === identity.startTime
}

/** Sends a signal to a process group; one that is gone is no error. Returns whether there was one. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** Field 22 of /proc/PID/stat (man proc_pid_stat), counted after the name, which may itself hold spaces and brackets. */
function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended, even if nobody has collected it yet.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    const found = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return found.trim() || undefined
  } catch {
    return undefined
  }
}
