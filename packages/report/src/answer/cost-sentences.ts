/** The cost of the jobs, in words. */

import { money } from './figures.js'
import type { ReportedCost } from '../report/spending-report.js'

/** Returns the cost and its prices in a sentence, or none without prices. */
export function costSentences(cost: ReportedCost | undefined): string[] {
  if (cost === undefined) return []
  const { amount, retired, currency, prices, unpriced } = cost
  if (amount === undefined)
    return [
      `The cost is unknown, because ${unpriced.join(', ')} ${unpriced.length === 1 ? 'has' : 'have'} no price. Set one with “--price ${unpriced[0] ?? 'TYPE'}=0.25”.`,
    ]
  if (prices.length === 0) return []
  const more =
    retired === undefined ? '' : `, and jobs that the file no longer asks for ${money({ amount: retired, currency })}`
  return [`The jobs that have ended cost ${money({ amount, currency })}${more}, by ${priceWords(cost)}.`]
}

/** Returns `ml.m5.xlarge at 0.269 USD an hour (a list of …)`, of each instance type. */
export function priceWords({ prices, currency }: ReportedCost): string {
  return prices
    .map(({ instanceType, perHour, source }) => {
      const from = source === undefined ? '' : ` (${source})`
      return `${instanceType} at ${perHour} ${currency} an hour${from}`
    })
    .join(', ')
}
