/** Holds jobs still, so that a test can act in the middle of one however slow the machine is. Reads Linux's /proc. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until at least `count` jobs of an endpoint's folder run, suspends them, and returns the function that resumes them.
 * Call it before the jobs are created if they are short.
 */
export async function freezeJobs(folder: string, count = 1): Promise<() => void> {
  for (;;) {
    const pids = jobProcesses(folder)
    if (pids.length >= count) {
      pids.forEach((pid) => signal(pid, 'SIGSTOP'))
      return () => pids.forEach((pid) => signal(pid, 'SIGCONT'))
    }
    await sleep(20)
  }
}

/** Returns the processes whose environment says that they are jobs in this folder. */
function jobProcesses(folder: string): number[] {
  const mark = `\0SAGEMAKER_BASE_DIR=${join(folder, '.assay')}/`
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => !Number.isNaN(pid) && environmentOf(pid).includes(mark))
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return '' // gone, or not ours
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended.
  }
}
