/** Metrics → log lines, from which SageMaker reads them. */

import { metricLine, metricNames } from '@assay/core/internal'
import type { MetricName } from '@assay/core/internal'

import type { Log } from '../base/log.js'
import type { Metrics } from '../evaluate/metrics.js'

/** Prints each metric of the fixed list that has a finite value, in the list's order. */
export function reportMetrics(log: Log, metrics: Metrics): void {
  for (const name of metricNames) {
    const value = metrics[name] as number | undefined
    if (value !== undefined && Number.isFinite(value)) log(metricLine(name satisfies MetricName, value))
  }
}
