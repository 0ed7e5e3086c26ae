/** One search of a tuning stage, before anything is decided about it. */

import type { Stage } from '../../language/experiment.js'
import type { Deferred } from '../../contract/planned.js'
import type { SearchDefinition } from './search-definition.js'
import type { Parent } from './warm-start.js'

/** What an arm is made from. */
export interface ArmSource {
  readonly ref: string
  readonly name: string
  readonly stage: Stage
  readonly definitions: readonly SearchDefinition[]
  /** What it starts from: nothing, where it is a cold control. */
  readonly parents: readonly Parent[]
  /** Whose set of names its hyperparameters have: the parents, also of a cold control. */
  readonly relatives: readonly Parent[]
  /** What has to end before its own recipe, or whose weights its trials start from, is known. */
  readonly blockers: readonly Pick<Deferred, 'after' | 'afterStages'>[]
}
