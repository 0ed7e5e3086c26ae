/** The price of an hour of an instance: from the file, the command line, or a dated list. */

import type { Experiment } from '../language/experiment.js'
import { readMoney } from '../base/money.js'

/** Prices that somebody has given: none are assumed. */
export interface Prices {
  /** ISO 4217, such as USD. */
  readonly currency: string
  /** By instance type. */
  readonly perInstanceHour: Readonly<Record<string, number>>
  /** Where each comes from, in words, by instance type. */
  readonly sources?: Readonly<Record<string, string>>
}

/**
 * An example, not today's prices, and of no region in particular: where a type is here and nowhere else, everything that
 * is reckoned with it says so.
 */
export const priceList = {
  source: 'a list of SageMaker’s on-demand prices of 2022',
  currency: 'USD',
  perInstanceHour: {
    'ml.m5.large': 0.134,
    'ml.m5.xlarge': 0.269,
    'ml.m5.2xlarge': 0.538,
    'ml.m4.xlarge': 0.28,
    'ml.c5.xlarge': 0.238,
    'ml.c5.2xlarge': 0.476,
    'ml.p2.xlarge': 1.125,
    'ml.p3.2xlarge': 3.825,
    'ml.g4dn.xlarge': 0.736,
    'ml.g4dn.2xlarge': 1.053,
    'ml.g5.xlarge': 1.006,
    'ml.g5.2xlarge': 1.212,
  },
} as const

/** An hour of one instance of a type, and who says so. */
export interface SaidPrice {
  readonly type: string
  readonly amount: number
  readonly currency: string
  readonly source: string
}

/** Returns what `aws: {prices}` says. */
export function filePrices({ aws }: Experiment): readonly SaidPrice[] {
  return Object.entries(aws?.prices ?? {}).map(([type, text]) => ({
    type,
    ...readMoney(text),
    source: '“prices” of the file',
  }))
}

/** The list, as if somebody had given it. */
export const listedPrices: readonly SaidPrice[] = Object.entries(priceList.perInstanceHour).map(([type, amount]) => ({
  type,
  amount,
  currency: priceList.currency,
  source: priceList.source,
}))

/** Returns the prices that apply: later ones win, and decide the currency of all costs. */
export function pricesFrom(said: readonly SaidPrice[]): Prices {
  const currency = said.at(-1)?.currency ?? priceList.currency
  const all = said.filter((one) => one.currency === currency)
  return {
    currency,
    perInstanceHour: Object.fromEntries(all.map(({ type, amount }) => [type, amount])),
    sources: Object.fromEntries(all.map(({ type, source }) => [type, source])),
  }
}

/** Returns the price of an hour, if it is known. */
export function priceOf(type: string, { perInstanceHour }: Prices): number | undefined {
  return Object.hasOwn(perInstanceHour, type) ? perInstanceHour[type] : undefined
}

/** Returns `ml.m5.xlarge at 0.269 USD an hour (a list of …)`. */
export function priceText(type: string, prices: Prices): string {
  const source = prices.sources?.[type]
  const price = `${type} at ${priceOf(type, prices) ?? '?'} ${prices.currency} an hour`
  return source === undefined ? price : `${price} (${source})`
}
