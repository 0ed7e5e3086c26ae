/** A part's metrics, gathered batch by batch. */

import type { Loss } from './loss.js'

/** Metrics by name, without the part's prefix. */
export type Metrics = Readonly<Record<string, number>>

/** Sums over rows. */
export interface MetricSums {
  /** Adds a batch; writes the loss's gradient where asked, and returns the batch's loss. */
  readonly add: (outputs: Float32Array, targets: Float64Array, rows: number, gradient?: Float32Array) => number
  readonly result: () => Metrics
}

/** The names that a task's sums give. */
export const metricsOf = {
  classification: ['loss', 'accuracy'],
  regression: ['loss', 'mae', 'rmse', 'r2'],
} as const

/** Returns empty sums. */
export function metricSums(task: 'classification' | 'regression', loss: Loss): MetricSums {
  const ofTask = task === 'classification' ? classificationSums(loss) : regressionSums()
  let rowCount = 0
  let lossSum = 0
  return {
    add(outputs, targets, rows, gradient) {
      const width = outputs.length / rows
      let batchLoss = 0
      for (let row = 0; row < rows; row++) {
        batchLoss += loss.row(outputs, row * width, width, targets[row], gradient)
        ofTask.add(outputs, row * width, width, targets[row])
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

/** R² is left out where the targets do not vary. */
function regressionSums(): TaskSums {
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
      mae: absolute / rows,
      rmse: Math.sqrt(squared / rows),
      ...(spread > 0 ? { r2: 1 - squared / spread } : {}),
    }),
  }
}

/** The class with the largest output; of a single output, class 1 where it is likelier than not. */
export function predictedClass(outputs: Float32Array, row: number, width: number, loss: Loss): number {
  if (width === 1) return Number(outputs[row] > (loss.activation ? 0 : 0.5))
  let best = 0
  for (let index = 1; index < width; index++) if (outputs[row + index] > outputs[row + best]) best = index
  return best
}
