/** The cost of a plan, in sentences. */

import type { Prices } from '@assay/core'
import { counted, durationText, moneyText, priceText } from '@assay/core/internal'

import type { PlanCost } from './plan-cost.js'

/** Returns the maximum cost and the remaining budget; nothing without prices and a budget. */
export function costLines(cost: PlanCost): readonly string[] {
  const { prices, toCreate } = cost
  const hasCost = prices !== undefined && toCreate.jobs > 0
  return [...(hasCost ? [mostLine(cost, prices), expectedLine(cost, prices)] : []), ...budgetLines(cost)]
}

function mostLine({ toCreate }: PlanCost, prices: Prices): string {
  const { jobs, longestSeconds, instanceTypes, mostCost } = toCreate
  if (mostCost !== undefined) {
    const most = moneyText({ amount: mostCost, currency: prices.currency })
    const known = instanceTypes.map((type) => priceText(type, prices)).join('; ')
    return `Cost: at most ${most}, for ${counted(jobs, 'training job')} of at most ${durationText(longestSeconds)} each. ${known}.`
  }
  const missing = instanceTypes.filter((type) => !Object.hasOwn(prices.perInstanceHour, type))
  const [have, one] = missing.length > 1 ? ['have', 'prices'] : ['has', 'one']
  return `Cost: unknown, because ${missing.join(', ')} ${have} no price. Set ${one} with "--price ${missing[0] ?? 'TYPE'}=0.25".`
}

function expectedLine({ toCreate: { expectedCost }, spent }: PlanCost, { currency }: Prices): string {
  if (expectedCost === undefined) return 'No estimate: no job of this experiment has completed yet.'
  const completed = counted(spent.completedJobs, 'job')
  return `About ${moneyText({ amount: expectedCost, currency })}, if each costs the average of the ${completed} that have completed.`
}

function budgetLines({ budget, prices, spent, toCreate }: PlanCost): readonly string[] {
  if (budget === undefined) return []
  const { maximumCost, maximumSeconds } = budget
  const lines: string[] = []
  if (maximumCost) {
    const text = (amount: number): string => moneyText({ ...maximumCost, amount })
    const { cost, reserved = 0 } = spent
    const kept = reserved > 0 ? `, ${text(reserved)} reserved for running jobs` : ''
    const used =
      cost === undefined ? 'the cost so far is unknown, because a price is missing' : `${text(cost)} spent${kept}`
    const left = maximumCost.amount - (cost ?? 0) - reserved
    const isShort = toCreate.mostCost !== undefined && toCreate.mostCost > left
    const short = isShort ? ' A job starts only if its maximum cost is left.' : ''
    lines.push(
      prices === undefined
        ? `Budget: ${text(maximumCost.amount)}; jobs on this machine cost nothing.`
        : `Budget: ${text(maximumCost.amount)}; ${used}.${short}`,
    )
  }
  if (maximumSeconds !== undefined) {
    lines.push(`Budget: ${durationText(maximumSeconds)} in which some job runs; ${durationText(spent.seconds)} used.`)
  }
  return lines
}
