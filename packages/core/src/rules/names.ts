/** Names that mean something already, to assay or to SageMaker. */

import { givenNames } from '../language/expression.js'
import type { Rule, RuleContext } from './written/rule.js'
import { writtenSpaces } from './written/search-spaces.js'

const references = ['best', 'cold']
const hyperparameters = new Map([
  ['seed', '"seeds" of a stage says which seeds there are'],
  ...givenNames,
  ['true', 'it is a value'],
  ['false', 'it is a value'],
])

/** Refuses reserved names of stages, variants and hyperparameters. */
export const names: Rule = (context) => {
  const { experiment, recipes } = context
  checkReferences(experiment.stages, context)
  for (const stage of Object.values(experiment.stages)) {
    if (stage.variants) checkReferences(stage.variants, context)
    if (stage.matrix) checkHyperparameters(stage.matrix, context)
    if (stage.kind === 'tune') checkTrials(stage.variants ?? {}, context)
  }
  for (const { space } of writtenSpaces(experiment)) checkHyperparameters(space, context)
  for (const { recipe } of recipes) if (recipe.hyperparameters) checkHyperparameters(recipe.hyperparameters, context)
}

function checkReferences(map: object, { report }: RuleContext): void {
  for (const name of references) {
    if (!Object.hasOwn(map, name)) continue
    report('reserved-name', `The name "${name}" is reserved: references use it for a result of a search.`, [
      map,
      name,
      'key',
    ])
  }
}

/** `fine/top-1` is the best trial of a search. */
function checkTrials(variants: object, { report }: RuleContext): void {
  for (const name of Object.keys(variants).filter((one) => /^top-\d+$/.test(one))) {
    const message = `The name "${name}" is reserved: it stands for a trial that is confirmed.`
    report('reserved-name', message, [variants, name, 'key'])
  }
}

function checkHyperparameters(map: object, { report }: RuleContext): void {
  for (const name of Object.keys(map)) {
    const why = name.startsWith('sagemaker') ? 'SageMaker uses such names itself' : hyperparameters.get(name)
    if (why !== undefined) {
      report('reserved-name', `The hyperparameter's name "${name}" is reserved: ${why}.`, [map, name, 'key'])
    }
  }
}
