/** The context of the operations of tuning jobs. */
import type { TrainingContext } from '../training-job/context.js'
import type { Tuner } from './tuner.js'

/** The context with what runs tuning jobs. */
export interface TuningContext extends TrainingContext {
  readonly tuner: Tuner
}
