/** How a variant came to its result, epoch by epoch. */

import type { LearningCurve } from '../report/report.js'
import type { MeasuredVariant } from '../records/runs.js'
import { estimate } from '../statistics/statistics.js'

/**
 * Returns a curve for each variant and each of the objective's metric and its twin on the training rows
 * (`val_accuracy` and `accuracy`). A seed that ended earlier counts only for the epochs it has.
 */
export function learningCurves(variants: readonly MeasuredVariant[], metric: string): LearningCurve[] {
  const names = [...new Set([metric, metric.replace(/^val_/, '')])]
  return variants.flatMap((variant) => names.flatMap((name) => curve(variant, name)))
}

function curve({ variant, runs }: MeasuredVariant, metric: string): LearningCurve[] {
  const histories = runs.flatMap(({ status, record }) =>
    status === 'completed' && record?.artefact?.history ? [record.artefact.history] : [],
  )
  const rows = histories.flatMap(({ epochs }) => epochs)
  const numbers = [...new Set(rows.map(({ epoch }) => epoch))].sort((a, b) => a - b)
  const points = numbers.flatMap((epoch) => {
    const values = rows.filter((row) => row.epoch === epoch).flatMap(({ metrics }) => metrics[metric] ?? [])
    const value = estimate(values.filter(Number.isFinite))
    return value ? [{ epoch, value }] : []
  })
  const selectedEpochs = histories.map(({ selectedEpoch }) => selectedEpoch)
  return points.length === 0 ? [] : [{ ref: variant.ref, metric, points, selectedEpochs }]
}
