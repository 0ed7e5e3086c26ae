/** Which epoch counts, and when no better one is to be expected. */

import type { History, TrainingSpec } from '@assay/core'

type Epochs = History['epochs']
type Objective = TrainingSpec['objective']

/** Returns the epoch whose weights are kept, where there is one. */
export function selectedEpoch(epochs: Epochs, objective: Objective): Epochs[number] | undefined {
  return objective.at === 'last' ? epochs.at(-1) : best(epochs, objective)
}

/** Whether the objective has not become better for as many epochs as there is patience; 0 is without end. */
export function isPatienceOver(epochs: Epochs, objective: Objective, patience: number): boolean {
  const found = best(epochs, objective)
  return patience > 0 && found !== undefined && epochs.length - found.epoch >= patience
}

/** The first of the best. */
function best(epochs: Epochs, { metric, goal }: Objective): Epochs[number] | undefined {
  const isBetter = (value: number, than: number): boolean => (goal === 'maximize' ? value > than : value < than)
  return epochs.reduce<Epochs[number] | undefined>(
    (found, each) => (!found || isBetter(each.metrics[metric], found.metrics[metric]) ? each : found),
    undefined,
  )
}
