import { meanAbsoluteError } from './mae.js'
import type { Metric } from './metric.js'

/**
 * The mean absolute scaled error of a forecast: its mean absolute error divided by that of the naive forecast on the
 * training steps; undefined for rows without a scale.
 * @see https://doi.org/10.1016/j.ijforecast.2006.03.001 Hyndman and Koehler (2006)
 */
export const mase: Metric = {
  name: 'mase',
  task: 'regression',
  goal: 'minimize',
  isRowMean: true,
  ofRows: (rows) => {
    const naiveError = rows.scale?.naiveError ?? 0
    return naiveError > 0 ? meanAbsoluteError(rows) / naiveError : undefined
  },
}
