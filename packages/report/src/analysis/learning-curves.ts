/** Metrics of each variant by epoch. */

import type { LearningCurve } from '../report/report.js'
import type { MeasuredVariant } from '../records/runs.js'
import { groupBy } from '../statistics/group-by.js'
import { estimate } from '../statistics/statistics.js'

/**
 * Returns a curve for each variant and each of the objective's metric and its twin on the training rows
 * (`val_accuracy` and `accuracy`). A seed that ended earlier counts only for the epochs it has.
 */
export function learningCurves(variants: readonly MeasuredVariant[], metric: string): LearningCurve[] {
  const names = [...new Set([metric, metric.replace(/^val_/, '')])]
  return variants.flatMap((variant) => curves(variant, names))
}

function curves({ variant, runs }: MeasuredVariant, names: readonly string[]): LearningCurve[] {
  const histories = runs.flatMap(({ status, record }) =>
    status === 'completed' && record?.artefact?.history ? [record.artefact.history] : [],
  )
  const rows = histories.flatMap(({ epochs }) => epochs)
  const byEpoch = [...groupBy(rows, ({ epoch }) => epoch)].sort(([a], [b]) => a - b)
  const selectedEpochs = histories.map(({ selectedEpoch }) => selectedEpoch)
  return names.flatMap((metric) => {
    const points = byEpoch.flatMap(([epoch, same]) => {
      const value = estimate(same.flatMap(({ metrics }) => metrics[metric] ?? []).filter(Number.isFinite))
      return value ? [{ epoch, value }] : []
    })
    return points.length === 0 ? [] : [{ ref: variant.ref, metric, points, selectedEpochs }]
  })
}
