/** Whether a job will measure what the experiment compares: a job that cannot is not started. */

import type { Experiment } from '../language/experiment.js'
import { metricNames, taskMetrics } from '../contract/metrics.js'
import type { Positions } from '../language/positions.js'
import type { DataSpec, DataSummary } from '../contract/training-spec.js'
import { planError } from '../language/plan-error.js'

/** @throws PlanError at the objective's metric where data of this kind does not give it. */
export function requireMeasured(
  { objective }: Experiment,
  dataset: DataSummary,
  { window }: DataSpec,
  positions: Positions,
): void {
  const names: readonly string[] = [...taskMetrics[dataset.task], ...(window === undefined ? [] : ['mase'])]
  if (names.includes(objective.metric.replace(/^val_/, ''))) return
  const isForecast = objective.metric.endsWith('mase')
  const kind = isForecast ? 'forecasts ("data" with a "window")' : otherTask[dataset.task]
  const known = metricNames.filter((name) => name.startsWith('val_') && names.includes(name.replace('val_', '')))
  throw planError(
    'bad-objective',
    `The metric "${objective.metric}" is of ${kind}, which the data "${dataset.name}" does not ask for. Measured are ${known.join(', ')}.`,
    positions.of(objective, 'metric'),
    positions,
  )
}

const otherTask = { classification: 'numbers to predict', regression: 'classes' } as const
