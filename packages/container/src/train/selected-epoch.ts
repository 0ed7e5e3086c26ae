/** Selects the epoch to keep, and decides when to expect no better one. */

import type { History, TrainingSpec } from '@assay/core'

type Epochs = History['epochs']
type Objective = TrainingSpec['objective']

/** Returns the epoch whose weights are kept, or undefined before the first. */
export function selectedEpoch(epochs: Epochs, objective: Objective): Epochs[number] | undefined {
  return objective.at === 'last' ? epochs.at(-1) : best(epochs, objective)
}

/** Returns whether the objective has not improved for `patience` epochs; a patience of 0 never ends. */
export function isPatienceOver(epochs: Epochs, objective: Objective, patience: number): boolean {
  const found = best(epochs, objective)
  return patience > 0 && found !== undefined && epochs.length - found.epoch >= patience
}

/** Of equally good epochs, the first. */
function best(epochs: Epochs, { metric, goal }: Objective): Epochs[number] | undefined {
  const isBetter = (value: number, than: number): boolean => (goal === 'maximize' ? value > than : value < than)
  return epochs.reduce<Epochs[number] | undefined>(
    (found, each) => (!found || isBetter(each.metrics[metric], found.metrics[metric]) ? each : found),
    undefined,
  )
}
