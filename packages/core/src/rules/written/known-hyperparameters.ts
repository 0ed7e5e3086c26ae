/** Every hyperparameter that has a meaning somewhere in an experiment. */

import { isExpression, namesIn } from '../../language/expression.js'
import { trainerHyperparameters } from '../../contract/trainer-hyperparameters.js'
import type { RuleContext } from './rule.js'
import { writtenExpressions } from './written-expressions.js'

/**
 * Returns the trainer's own, those that a recipe gives a value, the architectures' defaults and those that are read;
 * undefined if an architecture is unknown and may read any.
 */
export function knownHyperparameters(context: RuleContext): ReadonlySet<string> | undefined {
  const used = context.recipes.flatMap(({ recipe }) => recipe.model?.architecture ?? [])
  if (used.some((name) => !context.catalogue?.architectures.has(name))) return undefined
  const read = writtenExpressions(context).flatMap(({ text }) => {
    try {
      return isExpression(text) ? namesIn(text) : []
    } catch {
      return [] // The rule about expressions says what is wrong.
    }
  })
  return new Set([...recipeHyperparameters(context), ...read])
}

/** Returns the hyperparameters that have a value: written, in a matrix or a search space, or by default. */
export function givenHyperparameters(context: RuleContext): ReadonlySet<string> {
  const axes = Object.values(context.experiment.stages).flatMap(({ matrix }) => Object.keys(matrix ?? {}))
  const ranges = context.recipes.flatMap(({ recipe }) =>
    'search_space' in recipe ? Object.keys(recipe.search_space ?? {}) : [],
  )
  return new Set([...recipeHyperparameters(context), ...axes, ...ranges])
}

function recipeHyperparameters({ recipes, catalogue }: RuleContext): ReadonlySet<string> {
  const names = new Set(Object.keys(trainerHyperparameters))
  const add = (map: object | null | undefined): void => {
    for (const name of Object.keys(map ?? {})) names.add(name)
  }
  for (const { recipe } of recipes) {
    add(recipe.hyperparameters)
    const { architecture } = recipe.model ?? {}
    if (architecture !== undefined) add(catalogue?.architectures.get(architecture)?.hyperparameters)
  }
  return names
}
