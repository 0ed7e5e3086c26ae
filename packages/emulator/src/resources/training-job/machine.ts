/** The machine that running jobs share. */
import type { TrainingJobs } from './kind.js'
import { sleep } from '../../base/timer.js'
import type { TrainingJob } from './record.js'
import type { Images } from '../../processes/images.js'
import type { Reaper } from '../../processes/reaper.js'

/** How long the steps before and after training take at least, in milliseconds: 0 unless one wants to watch them. */
export interface Latency {
  readonly starting: number
  readonly downloading: number
  readonly uploading: number
}

/** The machine that jobs run on. */
export interface Machine {
  readonly folder: string
  readonly region: string
  readonly jobs: TrainingJobs
  readonly images: Images
  readonly reaper: Reaper
  readonly latency: Latency
  /** From SIGTERM to SIGKILL, in milliseconds. */
  readonly stopGrace: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Aborted when the endpoint leaves. */
  readonly leaving: AbortSignal
  /** Takes errors of the emulator itself. */
  readonly report: (error: unknown) => void
}

const betweenTries = 500

/**
 * Changes a job, on disk first; while the disk refuses, tries again. What a running job has come to cannot be refused to
 * anybody, so it waits. Returns undefined if the job is not there, or if the endpoint leaves before the disk takes it: then
 * the next endpoint goes on from what is on disk.
 */
export async function change(
  { jobs, leaving }: Pick<Machine, 'jobs' | 'leaving'>,
  name: string,
  step: (job: TrainingJob) => TrainingJob,
): Promise<TrainingJob | undefined> {
  for (;;) {
    const job = jobs.byName(name)
    if (!job) return undefined
    const changed = step(job)
    try {
      jobs.replace(changed)
      return changed
    } catch {
      if (leaving.aborted) return undefined
      await sleep(betweenTries, leaving)
    }
  }
}
