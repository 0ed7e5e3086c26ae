/** What a variant may turn out to train, where a search decides it: the best trial may be of any training definition. */

import type { Variant } from './expand.js'
import { changeAll } from './expand-draft.js'
import type { RecipeDraft } from './expand-draft.js'
import type { VariantResult } from './expand-search.js'
import type { Positions } from '../language/positions.js'

/** Returns every recipe that the variants may have, without the values that searches find. */
export function possibleRecipes(variants: readonly Variant[], positions: Positions): readonly RecipeDraft[] {
  const definitionsOf = (result: VariantResult): readonly Variant[] =>
    variants.filter(({ stage, search }) => search !== undefined && stage === stageOfResult(result))
  const recipesOf = (variant: Variant): readonly RecipeDraft[] => {
    const { result } = variant
    if (result === undefined) return [variant]
    return definitionsOf(result)
      .flatMap(recipesOf)
      .map((draft) => changeAll(draft, result.changes, positions))
  }
  return variants.flatMap(recipesOf)
}

/** `coarse/cold` → `coarse`. */
export function stageOfResult({ arm }: VariantResult): string {
  return arm.split('/')[0] ?? ''
}
