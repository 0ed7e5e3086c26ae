/** Stages → variants: what each stage starts from, its variants, its matrix, its seeds. */

import type { Diagnostic } from '../language/diagnostic.js'
import type { Edit } from '../model/edit-layers.js'
import type { Base, Draft } from './expand-draft.js'
import { change, draftOf, inCell } from './expand-draft.js'
import type { VariantResult, VariantSearch } from './expand-search.js'
import { definitions, firstParent, resultOf } from './expand-search.js'
import type { Experiment, Recipe, Scalar, Stage } from '../language/experiment.js'
import type { Positions } from '../language/positions.js'
import { createReporter } from '../language/reporter.js'

/** One model to compare: a recipe, and the seeds with which it is trained. */
export interface Variant {
  /** `stage`, `stage/variant` or `stage/depth=2/filters=32`. */
  readonly ref: string
  readonly stage: string
  /** The variant that it is compared with. */
  readonly of?: string
  readonly cell?: Readonly<Record<string, Scalar>>
  readonly seeds: readonly number[]
  /** File, `of`, stage and variant merged; edits are kept apart, in the order in which they apply. */
  readonly recipe: Recipe
  readonly edits: readonly Edit[]
  /** The object that the user wrote for this variant: errors about it point there. */
  readonly source: object
  /** Of a tuning stage: this is a training definition of its search. */
  readonly search?: VariantSearch
  /** It starts from a search's result, such as `coarse/best`: the tuned values are in no recipe yet. */
  readonly result?: VariantResult
  /** It trains a trial of a search again: the trial's job, and its definition if there are several. */
  readonly repeats?: { readonly trial: string; readonly definition?: string }
}

/** The variants, and what is wrong with references to them. */
export interface Expansion {
  readonly variants: readonly Variant[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Returns every variant of a validated experiment, in the file's order. */
export function expand(experiment: Experiment, positions: Positions): Expansion {
  const { found: diagnostics, report } = createReporter(positions)
  const expanded = new Map<string, readonly Variant[]>()
  const file = change({ recipe: {}, edits: [] }, experiment, positions)

  const variantsOf = (name: string): readonly Variant[] => {
    const known = expanded.get(name)
    if (known) return known
    expanded.set(name, []) // A cycle of `of` has been refused before; this only keeps the recursion finite.
    const variants = expandStage(name, experiment.stages[name] as Stage)
    expanded.set(name, variants)
    return variants
  }

  const expandStage = (name: string, stage: Stage): readonly Variant[] => {
    const of = baseOf(stage)
    const base = change(of ?? file, stage, positions)
    const seeds = seedsOf(stage) ?? of?.seeds ?? [1]
    const shared = { stage: name, seeds, ...(of?.ref === undefined ? {} : { of: of.ref }) }
    if (stage.kind === 'tune') return definitions(stage, shared, base, positions)
    const variations: [string, Draft, object][] = stage.variants
      ? Object.entries(stage.variants).map(([variant, variation]) => [
          `${name}/${variant}`,
          change(base, variation ?? {}, positions),
          variation ?? stage,
        ])
      : [[name, base, stage]]
    return variations.flatMap(([ref, draft, source]) =>
      cells(stage).map((cell) =>
        cell === undefined
          ? { ref, ...shared, ...draft, source }
          : { ref: `${ref}/${cellName(cell)}`, ...shared, cell, ...inCell(draft, cell), source },
      ),
    )
  }

  /** The start of a stage: its `of`, or the start of its first parent, or else the file alone. */
  const baseOf = (stage: Stage): Base | undefined => {
    if (stage.of !== undefined) return find(stage)
    const parent = firstParent(experiment, stage)
    const [first] = parent === undefined ? [] : variantsOf(parent)
    return first && { ...draftOf(first), seeds: first.seeds, ...(first.of === undefined ? {} : { ref: first.of }) }
  }

  const find = (stage: Stage): Base | undefined => {
    const ref = String(stage.of)
    const [first = ''] = ref.split('/')
    const candidates = Object.hasOwn(experiment.stages, first) ? variantsOf(first) : []
    const found =
      candidates.find((variant) => variant.ref === ref && variant.search === undefined) ??
      (candidates.length === 1 && ref === first ? candidates[0] : undefined) ??
      resultOf(ref, candidates)
    if (found === undefined) {
      const names = candidates
        .map((variant) => `"${variant.ref}"`)
        .slice(0, 10)
        .join(', ')
      const message = `"${ref}" names no single variant.${names === '' ? '' : ` The stage has ${names}.`}`
      report('unknown-reference', message, [stage, 'of'])
    }
    return found
  }

  return { variants: Object.keys(experiment.stages).flatMap(variantsOf), diagnostics }
}

/** `3` means 1, 2, 3: seed 0 is reserved for tuning. */
function seedsOf({ seeds }: Stage): readonly number[] | undefined {
  return typeof seeds === 'number' ? Array.from({ length: seeds }, (_, index) => index + 1) : seeds
}

/** Every combination of the matrix's values, the last axis fastest, without what `exclude` leaves out. */
function cells({ matrix, exclude = [] }: Stage): readonly (Readonly<Record<string, Scalar>> | undefined)[] {
  if (matrix === undefined) return [undefined]
  const all = Object.entries(matrix).reduce<Record<string, Scalar>[]>(
    (partial, [name, values]) => partial.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  )
  return all.filter(
    (cell) => !exclude.some((left) => Object.entries(left).every(([name, value]) => cell[name] === value)),
  )
}

/** `depth=2/filters=32`, in the order of the matrix's axes. */
function cellName(cell: Readonly<Record<string, Scalar>>): string {
  return Object.entries(cell)
    .map(([name, value]) => `${name}=${value}`)
    .join('/')
}
