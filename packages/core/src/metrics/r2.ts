import { sumOfRows } from './metric.js'
import type { Metric, Rows } from './metric.js'

/** R², the share of the targets' spread that the predictions explain; undefined if the targets do not vary. */
export const r2: Metric = {
  name: 'r2',
  task: 'regression',
  goal: 'maximize',
  isRowMean: false,
  kerasName: 'R2Score',
  ofRows: (rows) => {
    const spread = spreadOf(rows)
    if (!(spread > 0)) return undefined
    return 1 - sumOfRows(rows, (prediction, target) => (prediction - target) * (prediction - target)) / spread
  },
}

/** By Welford's method: sums of squares far from zero lose digits. */
function spreadOf({ targets }: Rows): number {
  let [mean, spread] = [0, 0]
  for (let row = 0; row < targets.length; row++) {
    const target = targets[row] ?? NaN
    const distance = target - mean
    mean += distance / (row + 1)
    spread += distance * (target - mean)
  }
  return spread
}
