/** The spending of trials: time, instances, and money if prices were given. */

import type { Prices } from '@assay/core'
import { defined, priceOf } from '@assay/core/internal'

import type { TrialRun } from '../../records/trial-runs.js'
import type { Cost, Saving, Spending } from '../../report/spending-report.js'
import { activeSeconds, type Window } from './windows.js'

/** Returns the spending of these trials, or of those that had ended by a time. */
export function spending(
  trials: readonly TrialRun[],
  windows: readonly Window[],
  prices: Prices | undefined,
  until = Infinity,
): Spending {
  return spendingBy(trials, windows, prices)(until)
}

/**
 * Returns a function that gives the spending of these trials up to a time. Trials end nearly in their order: up to some
 * trial all had ended by then, so a running total is read off, and only the few that ran in parallel are added one by one.
 * Sums are always taken in the trials' order, so that no figure depends on the way it was computed.
 */
export function spendingBy(
  trials: readonly TrialRun[],
  windows: readonly Window[],
  prices: Prices | undefined,
): (until: number) => Spending {
  const ended = trials.filter(({ endedAt }) => endedAt !== undefined)
  const totals = [nothing]
  for (const trial of ended) totals.push(plus(totals.at(-1) ?? nothing, trial, prices))
  const latest = running(ended.map(endOf), Math.max)
  const earliestFrom = running(ended.map(endOf).reverse(), Math.min).reverse()
  return (until) => {
    const all = countUpTo(latest, until)
    let total = totals[all] ?? nothing
    for (let index = all; index < ended.length && (earliestFrom[index] ?? 0) <= until; index++) {
      const trial = ended[index]
      if (trial && endOf(trial) <= until) total = plus(total, trial, prices)
    }
    return spent(total, activeSeconds(windows, until), prices)
  }
}

/** Sums over trials. One that is not known for every trial is undefined: a part would pass for the whole. */
interface Total {
  readonly trials: number
  readonly trainingSeconds: number
  readonly billableSeconds: number | undefined
  readonly instanceHours: number | undefined
  readonly amount: number | undefined
}

const nothing: Total = { trials: 0, trainingSeconds: 0, billableSeconds: 0, instanceHours: 0, amount: 0 }

function plus(total: Total, trial: TrialRun, prices: Prices | undefined): Total {
  return {
    trials: total.trials + 1,
    trainingSeconds: total.trainingSeconds + trial.trainingSeconds,
    billableSeconds: sum(total.billableSeconds, trial.billableSeconds),
    instanceHours: sum(total.instanceHours, instanceHours(trial)),
    amount: sum(total.amount, prices && costOf(trial, prices)),
  }
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b
}

function spent(total: Total, wallSeconds: number, prices: Prices | undefined): Spending {
  const { trials, trainingSeconds, billableSeconds, instanceHours: hours, amount } = total
  return {
    trials,
    trainingSeconds,
    ...defined('billableSeconds', billableSeconds),
    ...defined('instanceHours', hours),
    wallSeconds,
    ...(prices && amount !== undefined && { cost: { amount, currency: prices.currency } }),
  }
}

function endOf({ endedAt = Infinity }: TrialRun): number {
  return endedAt
}

/** Returns, for each value, the one that `pick` chose of it and those before it. */
function running(values: readonly number[], pick: (a: number, b: number) => number): number[] {
  const picked: number[] = []
  for (const value of values) picked.push(pick(picked.at(-1) ?? value, value))
  return picked
}

/** Returns how many of the sorted values are at most a limit. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Returns the first one's saving over the second; below 0 it spent more. */
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
