/** A recipe on its way through file, `of`, stage, variant and cell. */

import type { Variant } from './expand.js'
import type { Recipe, Scalar } from '../language/experiment.js'
import { mergeRecipe } from '../language/merge.js'
import type { Positions } from '../language/positions.js'

/** An unfinished recipe. */
export type RecipeDraft = Pick<Variant, 'recipe' | 'edits'>

/** A recipe, part of the way, and the search whose result it starts from. */
export type Draft = RecipeDraft & Pick<Variant, 'result'>

/** The start of a stage, and the variant that it is compared with. */
export type Base = Draft & { readonly ref?: string; readonly seeds: readonly number[] }

/** Returns what of a variant others start from. */
export function draftOf({ recipe, edits, result }: Variant): Draft {
  return { recipe, edits, ...(result === undefined ? {} : { result }) }
}

/**
 * Returns a draft changed by a recipe: later wins. Edits are kept apart, so that each applies to what the one before left;
 * another model drops them. The model itself stays the object that was written: variants that share it share its template.
 */
export function change(base: Draft, changed: Recipe, positions: Positions): Draft {
  return { ...changeRecipe(base, changed, positions), ...resultThen(base, changed) }
}

/** Returns a draft with a matrix's values for one cell. */
export function inCell({ recipe, edits, ...base }: Draft, cell: Readonly<Record<string, Scalar>>): Draft {
  const hyperparameters = { ...recipe.hyperparameters, ...cell }
  return { recipe: { ...recipe, hyperparameters }, edits, ...resultThen(base, { hyperparameters: cell }) }
}

/** Returns a recipe with everything that the file says after it. */
export function changeAll(
  { recipe, edits }: RecipeDraft,
  changes: readonly Recipe[],
  positions: Positions,
): RecipeDraft {
  return changes.reduce((draft, changed) => changeRecipe(draft, changed, positions), { recipe, edits })
}

function changeRecipe(base: RecipeDraft, changed: Recipe, positions: Positions): RecipeDraft {
  const { model } = changed
  const replaced = model?.architecture !== undefined || model?.layers !== undefined
  const edit = model?.edit ?? undefined
  const kept = replaced ? model : base.recipe.model
  const merged = mergeRecipe(base.recipe, changed, positions)
  const recipe = { ...merged, ...(kept ? { model: kept } : {}) }
  positions.merge(recipe, {}, merged)
  return {
    recipe,
    edits: [...(replaced ? [] : base.edits), ...(edit ? [edit] : [])],
  }
}

function resultThen({ result }: Pick<Draft, 'result'>, changed: Recipe): Pick<Draft, 'result'> {
  return result ? { result: { ...result, changes: [...result.changes, changed] } } : {}
}
