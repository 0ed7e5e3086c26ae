/** A recipe's `data` and its description → the data part of a training spec. */

import { isPercentage } from '../contract/data-numbers.js'
import type { MergedData } from '../contract/data-source.js'
import type { DataSpec, DataSummary } from '../contract/training-spec.js'

/** Returns the data part of a training spec. Every row it moves is decided by the split's own seed. */
export function resolveData(data: MergedData, summary: DataSummary): DataSpec {
  const { validation, test, by, seed } = data.split ?? {}
  return {
    format: summary.format,
    ...(data.target === undefined ? {} : { target: data.target }),
    ...(data.features === undefined ? {} : { features: data.features }),
    fraction: shareOf(data.fraction ?? 1),
    ...(data.window === undefined ? {} : series(data, summary)),
    ...(data.missing === undefined || data.missing === 'refuse' ? {} : { missing: data.missing }),
    split: {
      ...(validation === undefined ? {} : { validation }),
      ...(test === undefined ? {} : { test }),
      by: by ?? (data.window !== undefined ? 'time' : summary.task === 'classification' ? 'stratified' : 'random'),
      seed: seed ?? 0,
    },
  }
}

/** `50%` is 0.5 to the last bit: both are the same data. */
function shareOf(fraction: number | string): number | string {
  return isPercentage(fraction) ? Number(`${fraction.slice(0, -1)}e-2`) : fraction
}

function series(
  { window, horizon, season }: MergedData,
  summary: DataSummary,
): Pick<DataSpec, 'window' | 'horizon' | 'season'> {
  return { window: window ?? 1, horizon: horizon ?? 1, season: season ?? summary.season ?? 1 }
}
