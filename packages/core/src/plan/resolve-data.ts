/** A recipe's `data` and what the edge found out about it → what the container is told. */

import type { Data } from '../experiment.js'
import type { DataSpec, DataSummary } from '../training-spec.js'

/** Returns the data part of a training spec. Every row it moves is decided by the split's own seed. */
export function resolveData(data: Data, summary: DataSummary): DataSpec {
  const { validation, test, by, seed } = data.split ?? {}
  return {
    format: summary.format,
    ...(data.target === undefined ? {} : { target: data.target }),
    ...(data.features === undefined ? {} : { features: data.features }),
    fraction: data.fraction ?? 1,
    split: {
      ...(validation === undefined ? {} : { validation }),
      ...(test === undefined ? {} : { test }),
      by: by ?? (summary.task === 'classification' ? 'stratified' : 'random'),
      seed: seed ?? 0,
    },
  }
}
