/** The recipes that a stage's recipe is made of beside the file's: its own, and those of its `of`. */

import type { Experiment, Recipe, Stage } from '../../language/experiment.js'

/** Returns the recipes between the file's and a stage's, the stage's own first. Stops at a cycle. */
export function recipeChain(experiment: Experiment, name: string): Recipe[] {
  const recipes: Recipe[] = []
  const seen = new Set<string>()
  let [stageName, variantName = '']: (string | undefined)[] = [name]
  while (stageName !== undefined && !seen.has(stageName)) {
    const stage = Object.hasOwn(experiment.stages, stageName) ? experiment.stages[stageName] : undefined
    if (stage === undefined) break
    seen.add(stageName)
    recipes.push(...recipesOf(stage, variantName))
    ;[stageName, variantName = ''] = baseOf(stage)?.split('/') ?? []
  }
  return recipes
}

/** A search without `of` starts from its first parent's recipe; of other files and jobs nothing is known here. */
function baseOf({ of, warm_start: warm }: Stage): string | undefined {
  const base = typeof of === 'string' ? of : warm?.from[0]
  return base?.includes(':') ? undefined : base
}

function recipesOf(stage: Stage, variantName: string): Recipe[] {
  const variants = stage.variants ?? {}
  const variant = Object.hasOwn(variants, variantName) ? variants[variantName] : undefined
  return variant ? [variant, stage] : [stage]
}
