/** Data comes from a set or from channels, and its split leaves rows to train on. */

import type { Data } from '../experiment.js'
import type { Rule, RuleContext } from './rule.js'

/** Checks the data of every recipe. */
export const data: Rule = (context) => {
  for (const { recipe } of context.recipes) if (typeof recipe.data === 'object') checkData(recipe.data, context)
}

function checkData(written: Data, { report }: RuleContext): void {
  if (written.set !== undefined && written.channels !== undefined) {
    report('bad-data', '"channels" stands beside "set"; expected one of them.', [written, 'channels', 'key'])
  }
  if (written.features?.length === 0) {
    report('bad-data', '"features" is empty; expected at least one column.', [written, 'features'])
  }
  if (written.target !== undefined && written.features?.includes(written.target)) {
    report('bad-data', `The target "${written.target}" is also a feature.`, [written, 'features'])
  }
  checkSeries(written, report)
  const { split } = written
  if (split && share(split.validation) + share(split.test) >= 100) {
    report('bad-data', 'Validation and test together take every row; none is left to train on.', [
      written,
      'split',
      'key',
    ])
  }
}

/** What belongs to a series only, and what does not suit one. */
function checkSeries(written: Data, report: RuleContext['report']): void {
  if (written.window === undefined) {
    for (const key of ['horizon', 'season'] as const) {
      if (written[key] === undefined) continue
      report('bad-data', `"${key}" is of a series; it needs "window", the number of past steps a forecast reads.`, [
        written,
        key,
        'key',
      ])
    }
    return
  }
  const { by = 'time' } = written.split ?? {}
  if (by !== 'time' && written.split) {
    const message = `A series is split "by" ${by}, although its windows overlap: what is to be forecast would be in the training rows. Expected time.`
    report('bad-data', message, [written.split, 'by'])
  }
  if (written.missing !== undefined && written.missing !== 'refuse') {
    const message = `"missing" is ${written.missing}, which a series cannot have: its steps are equally far apart and follow each other. Fill the gaps in the file.`
    report('bad-data', message, [written, 'missing'])
  }
}

/** The percentage, where it is one. */
function share(part: number | string | undefined): number {
  return typeof part === 'string' ? Number(part.replace('%', '')) : 0
}
