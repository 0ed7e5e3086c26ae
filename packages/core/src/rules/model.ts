/** A model is one zoo entry or a list of layers. */

import type { Model, Recipe } from '../language/experiment.js'
import { engines } from '../language/merge.js'
import type { Rule, RuleContext } from './written/rule.js'

/** Refuses models of two kinds at once, and entries that the zoo does not have. */
export const model: Rule = (context) => {
  for (const { recipe } of context.recipes) {
    checkEngines(recipe, context)
    if (recipe.model) checkModel(recipe.model, context)
  }
}

function checkEngines(recipe: Recipe, { report }: RuleContext): void {
  const [first, second] = engines.filter((engine) => recipe[engine] !== undefined)
  if (first === undefined || second === undefined) return
  const message = `"${second}" stands beside "${first}"; expected only one of model, algorithm and container.`
  report('bad-model', message, [recipe, second, 'key'])
}

function checkModel(written: Model, { report, catalogue }: RuleContext): void {
  if (written.architecture !== undefined && written.layers !== undefined) {
    const message = '"layers" stands beside "architecture"; a model is one or the other. "edit" changes single layers.'
    report('bad-model', message, [written, 'layers', 'key'])
  }
  if (written.layers?.length === 0) {
    report('bad-model', '"layers" is empty; a model has at least one layer.', [written, 'layers'])
  }
  const { architecture: name } = written
  if (name === undefined || !catalogue || catalogue.architectures.has(name)) return
  if (catalogue.notAvailableYet?.architectures.includes(name)) {
    report('not-available', `The architecture "${name}" is not available yet.`, [written, 'architecture'])
  } else {
    const known = [...catalogue.architectures.keys()]
    const message = `Unknown architecture "${name}". The zoo has ${known.join(', ')}.`
    report('unknown-architecture', message, [written, 'architecture'], { unknown: [name, known] })
  }
}
