/** Every stage has a model and data: its own, those of the file, or those of the `of` before it. */

import type { Recipe } from '../language/experiment.js'
import { recipeChain } from './written/chain.js'
import type { Rule } from './written/rule.js'

/** Keys that a stage needs. */
const needs: readonly {
  readonly code: 'bad-model' | 'bad-data'
  readonly isIn: (recipe: Recipe) => boolean
  readonly sentence: (stage: string) => string
}[] = [
  {
    code: 'bad-model',
    isIn: ({ model, algorithm, container }) =>
      [model?.architecture, model?.layers, algorithm, container].some((engine) => engine !== undefined),
    sentence: (stage) =>
      `The stage "${stage}" has no model; write "model: {architecture: …}" or "model: {layers: […]}".`,
  },
  {
    code: 'bad-data',
    isIn: ({ data }) => typeof data === 'string' || data?.set !== undefined || data?.channels !== undefined,
    sentence: (stage) => `The stage "${stage}" has no data; write "data: mnist", for example.`,
  },
]

/** Refuses stages without a model or without data. */
export const completeness: Rule = ({ experiment, report }) => {
  const missing = needs.filter(({ isIn }) => !isIn(experiment))
  if (missing.length === 0) return
  for (const [name, stage] of Object.entries(experiment.stages)) {
    const chain = recipeChain(experiment, name)
    const variants = Object.values(stage.variants ?? {})
    for (const { code, isIn, sentence } of missing) {
      const inEachVariant = variants.length > 0 && variants.every((variant) => variant !== null && isIn(variant))
      if (!inEachVariant && !chain.some(isIn)) report(code, sentence(name), [experiment.stages, name, 'key'])
    }
  }
}
