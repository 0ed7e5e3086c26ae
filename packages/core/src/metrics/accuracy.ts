import { sumOfRows } from './metric.js'
import type { Metric } from './metric.js'

/** Accuracy: the share of rows whose predicted class is the true one. */
export const accuracy: Metric = {
  name: 'accuracy',
  task: 'classification',
  goal: 'maximize',
  isRowMean: true,
  kerasName: 'Accuracy',
  ofRows: (rows) => sumOfRows(rows, (prediction, target) => Number(prediction === target)) / rows.targets.length,
}
