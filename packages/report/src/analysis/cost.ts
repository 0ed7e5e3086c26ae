/** What the experiment's jobs have cost: those of the report, and those that the file no longer asks for. */

import type { JobRecord, Prices } from '@assay/core'
import { milliseconds, priceOf } from '@assay/core/internal'

import type { ReportedCost } from '../report/spending-report.js'

/** Returns what the jobs that have ended cost. `planned` are the names of the report's own. */
export function costOfJobs(
  records: readonly JobRecord[],
  planned: ReadonlySet<string>,
  prices: Prices | undefined,
): ReportedCost | undefined {
  if (prices === undefined) return undefined
  const sorted = [...records].sort((a, b) => (a.name < b.name ? -1 : 1)) // A sum of the same bytes in whatever order.
  const paid = sorted.filter((record) => (billedSeconds(record) ?? 0) > 0)
  const types = [...new Set(paid.map(({ instanceType = '' }) => instanceType))].sort()
  const sum = (isPlanned: boolean): number | undefined =>
    paid
      .filter(({ name }) => planned.has(name) === isPlanned)
      .map((record) => costOf(record, prices))
      .reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0)
  const [amount, retired] = [sum(true), sum(false)]
  return {
    currency: prices.currency,
    ...(amount !== undefined && { amount }),
    ...(retired !== undefined && retired > 0 && { retired }),
    prices: types.flatMap((instanceType) => {
      const [perHour, source] = [priceOf(instanceType, prices), prices.sources?.[instanceType]]
      return perHour === undefined ? [] : [{ instanceType, perHour, ...(source !== undefined && { source }) }]
    }),
    unpriced: types.filter((type) => priceOf(type, prices) === undefined),
  }
}

/** What is billed, or by the clock where the job does not say. */
function billedSeconds({ billableSeconds, startedAt, endedAt }: JobRecord): number | undefined {
  if (billableSeconds !== undefined) return billableSeconds
  const [from, to] = [milliseconds(startedAt), milliseconds(endedAt)]
  return from === undefined || to === undefined ? undefined : (to - from) / 1000
}

function costOf(record: JobRecord, prices: Prices): number | undefined {
  const price = priceOf(record.instanceType ?? '', prices)
  return price === undefined ? undefined : ((billedSeconds(record) ?? 0) * record.instanceCount * price) / 3600
}
