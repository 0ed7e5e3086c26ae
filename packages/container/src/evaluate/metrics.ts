/** A part's metrics, gathered batch by batch. */

import type { Mixing } from '@assay/model-zoo/build'

import type { ForecastScale } from '../data/tables/series.js'
import type { Loss } from './loss.js'
import { comparedTarget, mixedRow, mixedTarget } from './mixed-loss.js'

/** Metrics by name, without the part's prefix. */
export type Metrics = Readonly<Record<string, number>>

/** Sums over rows. */
export interface MetricSums {
  /** Adds a batch; writes the loss's gradient where asked, and returns the batch's loss. */
  readonly add: (outputs: Float32Array, targets: Float64Array, rows: number, training?: TrainingBatch) => number
  readonly result: () => Metrics
}

/** What a batch of training has beside its outputs. */
export interface TrainingBatch {
  /** Where the loss's gradient is written. */
  readonly gradient?: Float32Array | undefined
  /** How its examples were mixed, and its labels are. */
  readonly mixing?: Mixing | undefined
}

/** Returns empty sums. Each step that a forecast gives is a row of its own. */
export function metricSums(task: 'classification' | 'regression', loss: Loss, scale?: ForecastScale): MetricSums {
  const ofTask = task === 'classification' ? classificationSums(loss) : regressionSums(scale)
  let rowCount = 0
  let lossSum = 0
  return {
    add(outputs, targets, examples, { gradient, mixing } = {}) {
      const rows = task === 'regression' ? outputs.length : examples
      const width = outputs.length / rows
      let batchLoss = 0
      for (let row = 0; row < rows; row++) {
        const mixed = mixing && mixedTarget(targets, row, mixing)
        const target = mixed ? comparedTarget(mixed, task) : targets[row]
        batchLoss += mixed
          ? mixedRow(loss, task, { outputs, row: row * width, width, gradient }, mixed)
          : loss.row(outputs, row * width, width, target, gradient)
        ofTask.add(outputs, row * width, width, target)
      }
      rowCount += rows
      lossSum += batchLoss
      if (gradient) for (let index = 0; index < gradient.length; index++) gradient[index] /= rows
      return batchLoss / rows
    },
    result: () => ({ loss: lossSum / rowCount, ...ofTask.result(rowCount) }),
  }
}

interface TaskSums {
  readonly add: (outputs: Float32Array, row: number, width: number, target: number) => void
  readonly result: (rows: number) => Metrics
}

function classificationSums(loss: Loss): TaskSums {
  let correct = 0
  return {
    add(outputs, row, width, target) {
      if (predictedClass(outputs, row, width, loss) === target) correct++
    },
    result: (rows) => ({ accuracy: correct / rows }),
  }
}

/**
 * R² is left out where the targets do not vary. MASE is the mean absolute error divided by that of the naive forecast on
 * the training steps: Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001
 */
function regressionSums({ deviation, naiveError }: Omit<ForecastScale, 'mean'> = noScale): TaskSums {
  let absolute = 0
  let squared = 0
  // Welford's method: sums of squares far from zero lose digits.
  let seen = 0
  let mean = 0
  let spread = 0
  return {
    add(outputs, row, _width, target) {
      const error = outputs[row] - target
      absolute += Math.abs(error)
      squared += error * error
      const distance = target - mean
      mean += distance / ++seen
      spread += distance * (target - mean)
    },
    result: (rows) => ({
      mae: (deviation * absolute) / rows,
      rmse: deviation * Math.sqrt(squared / rows),
      ...(spread > 0 ? { r2: 1 - squared / spread } : {}),
      ...(naiveError > 0 ? { mase: (deviation * absolute) / rows / naiveError } : {}),
    }),
  }
}

const noScale = { deviation: 1, naiveError: 0 }

/** The class with the largest output; of a single output, class 1 where it is likelier than not. */
export function predictedClass(outputs: Float32Array, row: number, width: number, loss: Loss): number {
  if (width === 1) return Number(outputs[row] > (loss.activation ? 0 : 0.5))
  let best = 0
  for (let index = 1; index < width; index++) if (outputs[row + index] > outputs[row + best]) best = index
  return best
}
