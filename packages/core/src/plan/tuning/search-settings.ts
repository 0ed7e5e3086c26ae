/** The settings of a tuning stage's arms, defaults filled in. */

import type { Resources, Stage } from '../../language/experiment.js'
import type { Ranges, SearchSettings } from '../arm.js'

/** Parallel trials by default: the more there are, the less each can learn from the others. */
const defaultParallel = 2

/** Returns the settings of a stage. A grid has as many trials as its ranges have combinations. */
export function searchSettings(stage: Stage, { max_parallel }: Resources, ranges: Ranges): SearchSettings {
  const { strategy = 'bayesian', early_stopping: earlyStopping = 'off', stop_when: stopWhen = {} } = stage
  const maximumTrials = stage.max_trials ?? (strategy === 'grid' ? combinationCount(ranges) : 1)
  return {
    strategy,
    earlyStopping: earlyStopping === 'auto',
    searchSeed: stage.search_seed ?? 0,
    maximumTrials,
    maximumParallel: Math.min(max_parallel ?? defaultParallel, maximumTrials),
    confirm: stage.confirm ?? 0,
    stopWhen,
  }
}

/** Returns how many different trials there are; Infinity if a range is continuous. */
export function combinationCount(ranges: Ranges): number {
  return Object.values(ranges).reduce((count, range) => {
    if (range.kind === 'categorical') return count * range.values.length
    return range.kind === 'integer' ? count * (range.max - range.min + 1) : Infinity
  }, 1)
}
