/** What an operation is: a name of the API, and the function that answers its validated input. */
import type { Jobs } from '../resources/training-job/training-jobs.js'
import type { Pages } from '../state/pages.js'
import type { Scheduler } from '../resources/training-job/scheduler.js'
import type { TuningJobs } from '../resources/tuning-job/tuning-jobs.js'
import type { Tuner } from '../resources/tuning-job/tuner.js'

/** What an operation works with. */
export interface Context {
  readonly jobs: Jobs
  readonly tuningJobs: TuningJobs
  readonly pages: Pages
  readonly scheduler: Scheduler
  readonly tuner: Tuner
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** One operation of the API. `handle` gets a request that passed the model's constraints. */
export interface Operation<Input> {
  readonly name: string
  handle(input: Input, context: Context): object | undefined
}
