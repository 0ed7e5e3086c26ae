/** What trials took: time, instances, and money where prices were given. */

import { milliseconds, priceOf, type Prices, type TuningRecord } from '@assay/core'

import type { Cost, Saving, Spending } from '../../report/spending-report.js'
import type { TrialRun } from '../../records/trial-runs.js'

/** When a tuning job was at work, in milliseconds. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Returns when a tuning job was at work; one that still runs, until the last thing known of it. */
export function windowOf(tuning: TuningRecord): Window {
  const times = [tuning.createdAt, ...tuning.trials.flatMap((trial) => [trial.createdAt, trial.endedAt])]
  const known = times.flatMap((time) => milliseconds(time) ?? [])
  const from = milliseconds(tuning.createdAt) ?? Math.min(...known, Infinity)
  if (!Number.isFinite(from)) return { from: 0, to: 0 }
  return { from, to: milliseconds(tuning.endedAt) ?? Math.max(from, ...known) }
}

/** Returns the seconds up to a time in which at least one of the windows was open. */
export function activeSeconds(windows: readonly Window[], until = Infinity): number {
  let total = 0
  let reached = -Infinity
  for (const { from, to } of [...windows].sort((a, b) => a.from - b.from)) {
    const end = Math.min(to, until)
    total += Math.max(0, end - Math.max(from, reached))
    reached = Math.max(reached, end)
  }
  return total / 1000
}

/** Returns what these trials took, or those that had ended by a time. */
export function spending(
  trials: readonly TrialRun[],
  windows: readonly Window[],
  prices: Prices | undefined,
  until = Infinity,
): Spending {
  const counted = trials.filter(({ endedAt }) => endedAt !== undefined && endedAt <= until)
  const billable = totalOf(counted, ({ billableSeconds }) => billableSeconds)
  const hours = totalOf(counted, instanceHours)
  const amount = prices && totalOf(counted, (trial) => costOf(trial, prices))
  return {
    trials: counted.length,
    trainingSeconds: counted.reduce((sum, { trainingSeconds }) => sum + trainingSeconds, 0),
    ...(billable !== undefined && { billableSeconds: billable }),
    ...(hours !== undefined && { instanceHours: hours }),
    wallSeconds: activeSeconds(windows, until),
    ...(prices && amount !== undefined && { cost: { amount, currency: prices.currency } }),
  }
}

/** Returns what the second took more than the first: what the first saved. */
export function saving(less: Spending, more: Spending): Saving {
  const billable =
    less.billableSeconds === undefined || more.billableSeconds === undefined
      ? undefined
      : more.billableSeconds - less.billableSeconds
  const cost: Cost | undefined = less.cost &&
    more.cost && { amount: more.cost.amount - less.cost.amount, currency: less.cost.currency }
  return {
    trials: more.trials - less.trials,
    wallSeconds: more.wallSeconds - less.wallSeconds,
    trainingSeconds: more.trainingSeconds - less.trainingSeconds,
    ...(billable !== undefined && { billableSeconds: billable }),
    ...(cost && { cost }),
  }
}

function instanceHours({ billableSeconds, record }: TrialRun): number | undefined {
  return billableSeconds === undefined ? undefined : (billableSeconds * (record?.instanceCount ?? 1)) / 3600
}

function costOf(trial: TrialRun, prices: Prices): number | undefined {
  const hours = instanceHours(trial)
  if (hours === 0) return 0
  const price = priceOf(trial.record?.instanceType ?? '', prices)
  return hours === undefined || price === undefined ? undefined : hours * price
}

/** Nothing where any of them is not known: a part would pass for the whole. */
function totalOf(trials: readonly TrialRun[], value: (trial: TrialRun) => number | undefined): number | undefined {
  return trials.reduce<number | undefined>((sum, trial) => {
    const one = value(trial)
    return sum === undefined || one === undefined ? undefined : sum + one
  }, 0)
}
