/** Prices of instance hours: from the command line, the file, or the list that comes with assay. */

import type { Experiment, Prices, SaidPrice } from '@assay/core'
import { filePrices, listedPrices, pricesFrom } from '@assay/core/internal'

import { UserError } from '../base/failure.js'

/** Parses `--price ml.m5.xlarge=0.23`. @throws UserError */
export function readPrices(written: readonly string[]): readonly SaidPrice[] {
  const prices = written.map(readPrice)
  const [first] = prices
  const other = prices.find(({ currency }) => currency !== first?.currency)
  if (first && other) {
    throw new UserError(
      'bad-price',
      `"--price" has ${first.currency} and ${other.currency}; expected a single currency, because amounts are added.`,
    )
  }
  return prices
}

function readPrice(text: string): SaidPrice {
  const [, type = '', amount = '', currency = 'USD'] =
    /^(ml\.[a-z0-9-]+\.[a-z0-9]+)=(\d+(?:\.\d+)?) ?([A-Z]{3})?$/.exec(text) ?? []
  if (type !== '') return { type, amount: Number(amount), currency, source: '“--price”' }
  throw new UserError(
    'bad-price',
    `"--price ${text}" is not understood; expected an instance type and what an hour of it costs, such as "--price ml.m5.xlarge=0.23".`,
  )
}

/**
 * Returns the prices of a target. On this machine nothing costs anything, unless the command line sets prices to
 * calculate with.
 */
export function pricesOn(
  target: 'local' | 'aws',
  said: readonly SaidPrice[],
  experiment: Experiment,
): Prices | undefined {
  if (target === 'aws') return pricesFrom([...listedPrices, ...filePrices(experiment), ...said])
  return said.length === 0 ? undefined : pricesFrom(said)
}
