/** Whether a job will measure what the experiment compares: a job that cannot is not started. */

import type { Experiment } from '../language/experiment.js'
import { metricNames, taskMetrics } from '../contract/metrics.js'
import type { Reporter } from '../language/reporter.js'
import type { DataSpec, DataSummary } from '../contract/training-spec.js'

/** Whether data of this kind gives the objective's metric. If not, reports the metric. */
export function isMeasured(
  { objective }: Experiment,
  dataset: DataSummary,
  { window }: DataSpec,
  { report }: Reporter,
): boolean {
  const names: readonly string[] = [...taskMetrics[dataset.task], ...(window === undefined ? [] : ['mase'])]
  if (names.includes(objective.metric.replace(/^val_/, ''))) return true
  const isForecast = objective.metric.endsWith('mase')
  const kind = isForecast ? 'forecasts ("data" with a "window")' : otherTask[dataset.task]
  const known = metricNames.filter((name) => name.startsWith('val_') && names.includes(name.replace('val_', '')))
  const message = `The metric "${objective.metric}" is of ${kind}, which the data "${dataset.name}" does not ask for. Measured are ${known.join(', ')}.`
  report('bad-objective', message, [objective, 'metric'], { oncePerCode: true })
  return false
}

const otherTask = { classification: 'numbers to predict', regression: 'classes' } as const
