/** Judges running training jobs of tuning jobs by their curves, and stops those that promise too little. */
import type { TrainingJobs } from '../training-job/kind.js'
import type { TrainingJob } from '../training-job/record.js'
import type { Scheduler } from '../training-job/scheduler.js'
import type { TuningJobs } from './kind.js'
import { isToStop } from './stopping.js'

const message = 'Training job stopped early by its hyperparameter tuning job'

export interface JudgeParts {
  readonly jobs: TrainingJobs
  readonly tuningJobs: TuningJobs
  readonly scheduler: Scheduler
  /** Takes errors of the emulator itself. */
  readonly report: (error: unknown) => void
}

/** Early stopping and Hyperband. Remembers after how many epochs each running training job has been judged. */
export class Judge {
  readonly #parts: JudgeParts
  readonly #judged = new Map<number, number>()

  constructor(parts: JudgeParts) {
    this.#parts = parts
  }

  /** Takes all epochs so far as judged: those from before a restart are not judged again by later results. */
  skip(job: TrainingJob): void {
    this.#judged.set(job.id, epochsOf(job))
  }

  forget(job: TrainingJob): void {
    this.#judged.delete(job.id)
  }

  /** Whether a job has epochs that have not been judged. */
  isDue(job: TrainingJob): boolean {
    const epochs = epochsOf(job)
    // A job that began again from nothing has its first epochs again.
    if (epochs < this.#judgedOf(job)) this.forget(job)
    return epochs > this.#judgedOf(job)
  }

  /** Judges a job that has a new value of its objective. */
  judge(name: string): void {
    const { jobs, tuningJobs, scheduler, report } = this.#parts
    const job = jobs.byName(name)
    const tuningJob = job?.tuning && tuningJobs.byId(job.tuning.tuningJob)
    if (!job?.tuning?.curve || !tuningJob || tuningJob.ending || job.secondaryStatus !== 'Training') return
    const from = this.#judgedOf(job)
    this.skip(job)
    if (!isToStop(tuningJob, job, jobs.childrenOf(tuningJob.id), from)) return
    try {
      scheduler.stop(job, 'Stopped', message)
    } catch (error) {
      report(error)
    }
  }

  #judgedOf(job: TrainingJob) {
    return this.#judged.get(job.id) ?? 0
  }
}

const epochsOf = ({ tuning }: TrainingJob) => tuning?.curve?.length ?? 0
