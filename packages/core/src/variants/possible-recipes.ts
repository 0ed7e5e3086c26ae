/** Every recipe that a variant may train if an arm decides it: the best trial may be of any training definition. */

import { groupBy } from '../base/group-by.js'
import type { Variant } from './expand.js'
import { changeAll } from './expand-draft.js'
import type { RecipeDraft } from './expand-draft.js'
import type { VariantResult } from './expand-search.js'
import type { Positions } from '../language/positions.js'

/** Returns every recipe that the variants may have, without the values that searches find. */
export function possibleRecipes(variants: readonly Variant[], positions: Positions): readonly RecipeDraft[] {
  const isDefinition = ({ search }: Variant): boolean => search !== undefined
  const definitions = groupBy(variants.filter(isDefinition), ({ stage }) => stage)
  const recipesOf = (variant: Variant): readonly RecipeDraft[] => {
    const { result } = variant
    if (result === undefined) return [variant]
    return (definitions.get(stageOfResult(result)) ?? [])
      .flatMap(recipesOf)
      .map((draft) => changeAll(draft, result.changes, positions))
  }
  return variants.flatMap(recipesOf)
}

/** `coarse/cold` → `coarse`. */
export function stageOfResult({ arm }: VariantResult): string {
  return arm.split('/')[0] ?? ''
}
