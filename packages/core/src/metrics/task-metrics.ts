/** The metrics of each task, in the order in which jobs report them. */

import { accuracy } from './accuracy.js'
import type { ClassMetric } from './class-metric.js'
import { f1 } from './f1.js'
import { mae } from './mae.js'
import { mase } from './mase.js'
import type { Metric } from './metric.js'
import { precision } from './precision.js'
import { r2 } from './r2.js'
import { recall } from './recall.js'
import { rmse } from './rmse.js'

/** Of a whole part, beside its loss. */
export const partMetrics: Readonly<Record<Metric['task'], readonly Metric[]>> = {
  classification: [accuracy],
  regression: [mae, rmse, r2, mase],
}

/** Of each class. */
export const classMetrics: readonly ClassMetric[] = [precision, recall, f1]

/** Returns the metrics of rows by name, without those that these rows do not define. */
export function metricsOfRows(task: Metric['task'], rows: Parameters<Metric['ofRows']>[0]): Record<string, number> {
  return Object.fromEntries(
    partMetrics[task].flatMap(({ name, ofRows }) => {
      const value = ofRows(rows)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Returns which values of a part's metric are better, or undefined for an unknown one. */
export function metricGoal(name: string): Metric['goal'] | undefined {
  if (name === 'loss') return 'minimize'
  return [...Object.values(partMetrics).flat(), ...classMetrics].find((metric) => metric.name === name)?.goal
}
