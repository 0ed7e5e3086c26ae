/** Tuning stages → their training definitions, and what stages inherit from searches. */

import type { Variant } from './expand.js'
import type { Base, Draft } from './expand-draft.js'
import { change, draftOf } from './expand-draft.js'
import type { Experiment, Recipe, SearchRange, Stage } from '../language/experiment.js'
import type { Positions } from '../language/positions.js'

/** Where a training definition looks, as the stage and its variant write it. */
export interface VariantSearch {
  /** The variant's name, if the stage has several definitions. */
  readonly definition?: string
  /** Ranges as written; those that the first parent adds are not here. */
  readonly space: Readonly<Record<string, SearchRange>>
  /** The map of the file that wrote each. */
  readonly places: ReadonlyMap<string, object>
  /** Hyperparameters that the stage or the variant gives a value itself. */
  readonly own: ReadonlySet<string>
}

/** Which result of a search a variant starts from. */
export interface VariantResult {
  /** `coarse` or `coarse/cold`. */
  readonly arm: string
  /** Later changes in the file, which apply again to the recipe of the best trial. */
  readonly changes: readonly Recipe[]
}

/** The training definitions of a tuning stage: one, or one for each variant. */
export function definitions(
  stage: Stage,
  shared: Pick<Variant, 'stage' | 'seeds' | 'of'>,
  base: Draft,
  positions: Positions,
): readonly Variant[] {
  const { variants, search_space: space = {}, hyperparameters } = stage
  const own = Object.keys(hyperparameters ?? {})
  const places = new Map(Object.keys(space).map((name) => [name, space] as const))
  if (!variants) {
    return [{ ref: shared.stage, ...shared, ...base, source: stage, search: { space, places, own: new Set(own) } }]
  }
  return Object.entries(variants).map(([definition, variation]) => {
    const added = variation?.search_space ?? {}
    const search: VariantSearch = {
      ...(Object.keys(variants).length === 1 ? {} : { definition }),
      space: { ...space, ...added },
      places: new Map([...places, ...Object.keys(added).map((name) => [name, added] as const)]),
      own: new Set([...own, ...Object.keys(variation?.hyperparameters ?? {})]),
    }
    const draft = change(base, variation ?? {}, positions)
    return { ref: `${shared.stage}/${definition}`, ...shared, ...draft, source: variation ?? stage, search }
  })
}

/**
 * `coarse/best`, `coarse/cold`: the recipe of the search, whose tuned values are known when it has ended; with several
 * training definitions that of the first, until it is known whose trial is the best.
 */
export function resultOf(ref: string, [definition]: readonly Variant[]): Base | undefined {
  const [stage, result] = ref.split('/')
  if (!definition?.search || ref !== `${stage}/${result}` || (result !== 'best' && result !== 'cold')) return undefined
  const arm = result === 'cold' ? ref : definition.stage
  return { ...draftOf(definition), ref, seeds: definition.seeds, result: { arm, changes: [] } }
}

/** The stage of this file from which a tuning stage inherits. */
export function firstParent({ stages }: Experiment, { warm_start }: Stage): string | undefined {
  const ref = warm_start?.from[0]
  return ref !== undefined && Object.hasOwn(stages, ref) ? ref : undefined
}
