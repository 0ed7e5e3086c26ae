/** A part's loss and metrics, gathered batch by batch; core's `metrics/` has the metrics. */

import { metricsOfRows } from '@assay/core/internal'
import type { Mixing } from '@assay/model-zoo/build'

import type { ForecastScale } from '../data/tables/series.js'
import type { Loss } from './loss.js'
import { comparedTarget, mixedRow, mixedTarget } from './mixed-loss.js'
import { SeenRows } from './seen-rows.js'

/** Metrics by name, without the part's prefix. */
export type Metrics = Readonly<Record<string, number>>

/** Sums over rows. */
export interface MetricSums {
  /** Adds a batch, writes the loss's gradient if asked, and returns the batch's loss. */
  readonly add: (outputs: Float32Array, targets: Float64Array, rows: number, training?: TrainingBatch) => number
  readonly result: () => Metrics
}

/** What only a batch of training has. */
export interface TrainingBatch {
  /** The loss's gradient is written into this array. */
  readonly gradient?: Float32Array | undefined
  /** How its examples were mixed; its labels are mixed alike. */
  readonly mixing?: Mixing | undefined
}

/** Returns empty sums. Each step that a forecast gives is a row of its own. */
export function metricSums(task: 'classification' | 'regression', loss: Loss, scale?: ForecastScale): MetricSums {
  const seen = new SeenRows()
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
        seen.add(task === 'regression' ? outputs[row] : predictedClass(outputs, row * width, width, loss), target)
      }
      rowCount += rows
      lossSum += batchLoss
      if (gradient) for (let index = 0; index < gradient.length; index++) gradient[index] /= rows
      return batchLoss / rows
    },
    result: () => ({ loss: lossSum / rowCount, ...metricsOfRows(task, { ...seen.rows(), scale }) }),
  }
}

/** Returns the class with the largest output; for a single output, class 1 if it is likelier than not. */
export function predictedClass(outputs: Float32Array, row: number, width: number, loss: Loss): number {
  if (width === 1) return Number(outputs[row] > (loss.activation ? 0 : 0.5))
  let best = 0
  for (let index = 1; index < width; index++) if (outputs[row + index] > outputs[row + best]) best = index
  return best
}
