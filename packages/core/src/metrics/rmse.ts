import { sumOfRows } from './metric.js'
import type { Metric } from './metric.js'

/** The root of the mean squared error, in the target's own unit. */
export const rmse: Metric = {
  name: 'rmse',
  task: 'regression',
  goal: 'minimize',
  isRowMean: false,
  kerasName: 'RootMeanSquaredError',
  ofRows: (rows) => {
    const sum = sumOfRows(rows, (prediction, target) => (prediction - target) * (prediction - target))
    return (rows.scale?.deviation ?? 1) * Math.sqrt(sum / rows.targets.length)
  },
}
