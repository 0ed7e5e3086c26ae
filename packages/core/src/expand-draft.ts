/** A recipe on its way through file, `of`, stage, variant and cell. */

import type { Variant } from './expand.js'
import type { Recipe, Scalar } from './experiment.js'
import { mergeRecipe } from './merge.js'
import type { Positions } from './positions.js'

/** A recipe, part of the way. */
export type Draft = Pick<Variant, 'recipe' | 'edits' | 'result'>

/** What a stage starts from, and what it is compared with. */
export type Base = Draft & { readonly ref?: string; readonly seeds: readonly number[] }

/** Returns what of a variant others start from. */
export function draftOf({ recipe, edits, result }: Variant): Draft {
  return { recipe, edits, ...(result === undefined ? {} : { result }) }
}

/**
 * Returns a draft changed by a recipe: later wins. Edits stand apart, so that each applies to what the one before left;
 * another model drops them. The model itself stays the object that was written: variants that share it share its template.
 */
export function change(base: Draft, changed: Recipe, positions: Positions): Draft {
  const { model } = changed
  const replaced = model?.architecture !== undefined || model?.layers !== undefined
  const edit = model?.edit ?? undefined
  const kept = replaced ? model : base.recipe.model
  return {
    recipe: { ...mergeRecipe(base.recipe, changed, positions), ...(kept ? { model: kept } : {}) },
    edits: [...(replaced ? [] : base.edits), ...(edit ? [edit] : [])],
    ...overResult(base, changed.hyperparameters),
  }
}

/** Hyperparameters that are said again are no longer the search's. */
function overResult({ result }: Draft, written: object = {}): Pick<Draft, 'result'> {
  return result ? { result: { ...result, own: new Set([...result.own, ...Object.keys(written)]) } } : {}
}

/** Returns a draft with a matrix's values for one cell. */
export function inCell(draft: Draft, cell: Readonly<Record<string, Scalar>>): Draft {
  const { recipe, edits } = draft
  return {
    recipe: { ...recipe, hyperparameters: { ...recipe.hyperparameters, ...cell } },
    edits,
    ...overResult(draft, cell),
  }
}
