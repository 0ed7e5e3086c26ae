/** The most confident wrong predictions, which are often the first to show wrong labels. */

import type { Mistake } from '@assay/core'

import { probability } from './calibration.js'
import type { Part } from '../data/parts/part.js'
import type { Evaluated } from './evaluate.js'
import type { OutputReading } from './evaluation.js'
import { predictedClass } from './metrics.js'

/** As many as people look at. */
const most = 20

/** A mistake, and its row's index in its part. */
export interface MistakenRow extends Mistake {
  readonly row: number
}

/** Returns the most confident mistakes, in descending order of confidence. */
export function confidentMistakes(
  { outputs }: Evaluated,
  part: Part,
  { loss, classNames }: OutputReading,
): readonly MistakenRow[] {
  const width = outputs.length / part.rows
  return Array.from(part.indexes, (index, row) => {
    const predicted = predictedClass(outputs, row * width, width, loss)
    return { row, index, predicted, probability: probability(outputs, row * width, width, predicted, loss) }
  })
    .filter(({ row, predicted }) => predicted !== part.targets[row])
    .sort((one, other) => other.probability - one.probability)
    .slice(0, most)
    .map(({ predicted, row, ...rest }) => ({
      ...rest,
      row,
      label: classNames[part.targets[row]],
      predicted: classNames[predicted],
    }))
}
