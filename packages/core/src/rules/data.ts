/** Every stage has data, from a set or from channels, and the split leaves rows to train on. */

import type { Data, Recipe } from '../experiment.js'
import { recipeChain } from './chain.js'
import type { Rule, RuleContext } from './rule.js'

/** Checks the data of every recipe. */
export const data: Rule = (context) => {
  const { experiment, recipes, report } = context
  for (const { recipe } of recipes) if (typeof recipe.data === 'object') checkData(recipe.data, context)
  for (const [name, stage] of Object.entries(experiment.stages)) {
    const variants = Object.values(stage.variants ?? {})
    const inVariants = variants.length > 0 && variants.every((variant) => variant !== null && namesData(variant))
    if (inVariants || recipeChain(experiment, name).some(namesData)) continue
    report('bad-data', `The stage "${name}" has no data; write "data: mnist", for example.`, [
      experiment.stages,
      name,
      'key',
    ])
  }
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

function namesData({ data: written }: Recipe): boolean {
  return typeof written === 'string' || written?.set !== undefined || written?.channels !== undefined
}
