/** The context of the operations of training jobs. */
import type { Context } from '../context.js'
import type { Scheduler } from './scheduler.js'

/** The context with the queue of jobs. */
export interface TrainingContext extends Context {
  readonly scheduler: Scheduler
}
