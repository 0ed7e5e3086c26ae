/** Calibration: compares how sure a model was with how often it was right. */

import type { Calibration } from '@assay/core'

import type { Part } from '../data/parts/part.js'
import type { Evaluated } from './evaluate.js'
import type { Loss } from './loss.js'
import { predictedClass } from './metrics.js'

/** As in Guo and others 2017, https://arxiv.org/abs/1706.04599. */
const binCount = 15

interface Bin {
  rows: number
  right: number
  probability: number
}

/** Returns the expected calibration error with its bins, or undefined if the outputs are not probabilities. */
export function calibration({ outputs }: Evaluated, part: Part, loss: Loss): Calibration | undefined {
  if (!loss.activation) return undefined
  const width = outputs.length / part.rows
  const bins = Array.from({ length: binCount }, (): Bin => ({ rows: 0, right: 0, probability: 0 }))
  for (let row = 0; row < part.rows; row++) {
    const predicted = predictedClass(outputs, row * width, width, loss)
    const sure = probability(outputs, row * width, width, predicted, loss)
    const bin = bins[Math.min(Math.floor(sure * binCount), binCount - 1)]
    bin.rows++
    bin.probability += sure
    if (predicted === part.targets[row]) bin.right++
  }
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.probability), 0) / part.rows
  return {
    error,
    bins: bins.flatMap(({ rows, right, probability: sum }, index) =>
      rows === 0
        ? []
        : [
            {
              from: index / binCount,
              to: (index + 1) / binCount,
              rows,
              accuracy: right / rows,
              probability: sum / rows,
            },
          ],
    ),
  }
}

/** Returns the model's probability of the predicted class. `row` is the index of the row's first output. */
export function probability(outputs: Float32Array, row: number, width: number, predicted: number, loss: Loss): number {
  const output = outputs[row + (width === 1 ? 0 : predicted)]
  const value =
    loss.activation === 'softmax'
      ? Math.exp(-loss.row(outputs, row, width, predicted))
      : loss.activation === 'sigmoid'
        ? 1 / (1 + Math.exp(-output))
        : output
  return width === 1 && predicted === 0 ? 1 - value : value
}
