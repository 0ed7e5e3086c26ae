import { sumOfRows } from './metric.js'
import type { Metric, Rows } from './metric.js'

/** The mean absolute error, in the target's own unit. */
export const mae: Metric = {
  name: 'mae',
  task: 'regression',
  goal: 'minimize',
  isRowMean: true,
  kerasName: 'MeanAbsoluteError',
  ofRows: meanAbsoluteError,
}

/** Returns the mean absolute error, which other errors are made of. */
export function meanAbsoluteError(rows: Rows): number {
  const sum = sumOfRows(rows, (prediction, target) => Math.abs(prediction - target))
  return ((rows.scale?.deviation ?? 1) * sum) / rows.targets.length
}
