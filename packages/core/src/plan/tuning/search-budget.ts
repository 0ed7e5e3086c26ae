/**
 * What the budget of a tuning stage leaves for the next tuning job of a search. SageMaker knows a limit of time, which it
 * keeps whether anybody watches or not: an amount of money is made one, by what an hour costs of as many trials as may run
 * at once.
 */

import type { Budget } from '../../language/experiment.js'
import { moneyText, readMoney } from '../../base/money.js'
import type { Prices } from '../../contract/prices.js'
import { priceText } from '../../contract/prices.js'
import { milliseconds, secondsBetween } from '../../base/times.js'
import type { TuningRecord } from '../../contract/tuning-record.js'
import { hourlyCost, leastSeconds, mostSeconds, sizeOf } from '../../contract/job-size.js'
import type { JobSize } from '../../contract/job-size.js'
import { durationSeconds, durationText } from '../../base/duration.js'
import type { SearchDefinition } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** Returns the seconds that the tuning job after these may run; undefined if no budget limits that. */
export type Grant = (chain: readonly TuningRecord[]) => number | undefined

/** The source of a grant. */
export interface GrantSource {
  readonly budget: Budget | undefined
  readonly definitions: readonly SearchDefinition[]
  readonly parallel: number
}

/** Returns what a search may run; what of its budget cannot be kept is reported. */
export function grantOf(source: GrantSource, frame: PlanFrame): Grant {
  const { budget = {} } = source
  const byCost = costGrant(source, frame)
  const { max_time: time } = budget
  return (chain) => {
    const limits = [
      ...(time === undefined ? [] : [durationSeconds(time) - sum(chain, ranSeconds)]),
      ...(byCost === undefined ? [] : [byCost(chain)]),
    ]
    return limits.length === 0 ? undefined : Math.floor(Math.min(...limits, mostSeconds))
  }
}

/** Where nothing costs anything, no amount limits. */
function costGrant(
  { budget, definitions, parallel }: GrantSource,
  { context, reporter }: PlanFrame,
): ((chain: readonly TuningRecord[]) => number) | undefined {
  const { prices } = context
  if (budget?.max_cost === undefined || prices === undefined) return undefined
  const { amount } = readMoney(budget.max_cost)
  const sizes = definitions.map(({ variant }) => sizeOf(variant.recipe.resources))
  const hourly = Math.max(...sizes.map((size) => hourlyCost(size, prices) ?? Infinity)) * parallel
  if (!Number.isFinite(hourly)) return undefined // "no-price" says so: plan/budget.ts.
  const seconds = (amount / hourly) * 3600
  if (seconds < leastSeconds) {
    const trials = parallel === 1 ? 'one trial' : `${parallel} trials at a time`
    const types = [...new Set(sizes.map(({ instanceType }) => priceText(instanceType, prices)))].join(', ')
    const least = moneyText({ amount: (hourly * leastSeconds) / 3600, currency: prices.currency })
    const message = `"max_cost" pays for ${durationText(seconds)} of ${trials} on ${types}; SageMaker limits a search to ${leastSeconds} s at least, which cost ${least}.`
    reporter.report('bad-budget', message, [budget, 'max_cost'])
  }
  return (chain) => ((amount - sum(chain, (record) => trialsCost(record, prices, sizes[0]))) / hourly) * 3600
}

/** Returns how long a tuning job was at work. */
export function ranSeconds({ createdAt, endedAt, trials }: TuningRecord): number {
  const last = trials
    .flatMap((trial) => trial.endedAt ?? [])
    .sort((a, b) => (milliseconds(a) ?? 0) - (milliseconds(b) ?? 0))
  return secondsBetween(createdAt, endedAt ?? last.at(-1))
}

/** By the clock, as if none of it were Spot capacity: rather too much than too little. */
function trialsCost({ trials, definitions }: TuningRecord, prices: Prices, fallback: JobSize | undefined): number {
  return sum(trials, ({ definition, startedAt, endedAt }) => {
    const { size = fallback } = definitions.find(({ name }) => name === definition) ?? definitions[0] ?? {}
    const hourly = size === undefined ? undefined : hourlyCost(size, prices)
    const seconds = secondsBetween(startedAt, endedAt)
    return seconds === 0 ? 0 : ((hourly ?? Infinity) * seconds) / 3600
  })
}

/** Whether a tuning job ended because its time was over, with trials left. */
export function ranOutOfTime(record: TuningRecord): boolean {
  const { status, maximumSeconds, maximumTrials = Infinity, trials } = record
  if (status !== 'Completed' || maximumSeconds === undefined) return false
  return trials.length < maximumTrials && ranSeconds(record) >= maximumSeconds
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
