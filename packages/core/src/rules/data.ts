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
  const { split } = written
  if (split && share(split.validation) + share(split.test) >= 100) {
    report('bad-data', 'Validation and test together take every row; none is left to train on.', [
      written,
      'split',
      'key',
    ])
  }
}

/** The percentage, where it is one. */
function share(part: number | string | undefined): number {
  return typeof part === 'string' ? Number(part.replace('%', '')) : 0
}
