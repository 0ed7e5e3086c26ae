/** Where a training definition looks: the ranges that the file writes and those that the first parent adds, typed. */

import type { NarrowedRange, NumericRange, Scalar, SearchRange } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import type { VariantSearch } from '../../variants/expand-search.js'
import { narrow, shareOf } from './narrow.js'
import type { PlannedRange } from '../../contract/planned.js'
import type { Reporter } from '../../language/reporter.js'
import { readAs } from '../../engines/read-as.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'
import type { KnownSpace, Ranges, SearchSpace } from '../arm.js'
import type { PlanContext } from '../context.js'

/** The ranges of a first parent. */
export interface Inherited {
  readonly original: Ranges
  /** The share that `warm_start: {narrow}` leaves of each. */
  readonly narrow?: number
}

/**
 * Returns the space of one definition; `resolved` is the definition at some point of it. Reports every range that has no
 * type or nothing to narrow, and then returns undefined.
 */
export function searchSpace(
  search: VariantSearch,
  resolved: Pick<ResolvedVariant, 'template' | 'data' | 'variant'>,
  inherited: Inherited | undefined,
  context: Pick<PlanContext, 'catalogue'>,
  reporter: Reporter,
): SearchSpace | undefined {
  const original: Record<string, PlannedRange> = {}
  const changes: Record<string, { range: PlannedRange } | { narrow: number }> = {}
  let isSound = true
  for (const [name, range] of Object.entries(inherited?.original ?? {})) {
    if (search.own.has(name) && !Object.hasOwn(search.space, name)) continue // Given a value: no longer searched.
    original[name] = range
    if (inherited?.narrow !== undefined) changes[name] = { narrow: inherited.narrow }
  }
  for (const [name, written] of Object.entries(search.space)) {
    if (isNarrowed(written)) {
      if (Object.hasOwn(original, name)) changes[name] = { narrow: shareOf(written.narrow) }
      else isSound = reportNothingToNarrow(name, search, resolved.variant, reporter)
      continue
    }
    const range = typed(name, written, resolved, context, search, reporter)
    if (range === undefined) isSound = false
    else if (Object.hasOwn(original, name)) changes[name] = { range }
    else original[name] = range
  }
  return isSound ? { original, changes } : undefined
}

/** Returns the warm search's space. `parent` is the first parent's as it searched, `best` its best trial. */
export function warmSpace(space: SearchSpace, parent: KnownSpace, best: Readonly<Record<string, Scalar>>): KnownSpace {
  const ranges: Record<string, PlannedRange> = {}
  const fixed: Record<string, Scalar> = {}
  for (const [name, original] of Object.entries(space.original)) {
    const change = space.changes[name]
    const [decided, value] = [parent.fixed[name], best[name]]
    if (change !== undefined && 'range' in change) ranges[name] = change.range
    else if (decided !== undefined) fixed[name] = decided
    else {
      const searched = parent.ranges[name] ?? original
      const left =
        change === undefined || value === undefined ? { range: searched } : narrow(searched, value, change.narrow)
      if ('range' in left) ranges[name] = left.range
      else fixed[name] = left.value
    }
  }
  return { ranges, fixed }
}

/** Names whose range, or value, waits for the first parent's results. */
export function unknownNames({ changes, original }: SearchSpace): string[] {
  const waits = (name: string, share: number): boolean =>
    share === 0 || (share < 1 && original[name]?.kind !== 'categorical')
  return Object.entries(changes).flatMap(([name, change]) =>
    'narrow' in change && waits(name, change.narrow) ? [name] : [],
  )
}

/** Returns the smallest space that narrowing may leave, wherever the parent's best lies. */
export function leastSpace({ original, changes }: SearchSpace): Ranges {
  const entries = Object.entries(original).flatMap(([name, range]): [string, PlannedRange][] => {
    const change = changes[name]
    if (change === undefined) return [[name, range]]
    if ('range' in change) return [[name, change.range]]
    if (range.kind === 'categorical') return change.narrow === 0 ? [] : [[name, range]]
    const left = [range.min, range.max].flatMap((best) => {
      const narrowed = narrow(range, best, change.narrow)
      return 'range' in narrowed && narrowed.range.kind !== 'categorical' ? [narrowed.range] : []
    })
    return left
      .sort((a, b) => a.max - a.min - (b.max - b.min))
      .slice(0, 1)
      .map((one) => [name, one])
  })
  return Object.fromEntries(entries)
}

function isNarrowed(range: SearchRange): range is NarrowedRange {
  return 'narrow' in range
}

/** An integer range if the engine reads whole numbers; or if it reads any, and all that is written is whole. */
function typed(
  name: string,
  written: Exclude<SearchRange, NarrowedRange>,
  { template, data, variant }: Pick<ResolvedVariant, 'template' | 'data' | 'variant'>,
  { catalogue }: Pick<PlanContext, 'catalogue'>,
  { places }: VariantSearch,
  { report }: Reporter,
): PlannedRange | undefined {
  if ('values' in written) return { kind: 'categorical', values: written.values }
  const { min, max, scale = 'linear', type } = written
  const read = readAs(name, template.layers, data, catalogue)
  const isWhole = [min, max].every(Number.isInteger)
  const value = variant.recipe.hyperparameters?.[name]
  const kind = type ?? kindOf(read, isWhole && (typeof value !== 'number' || Number.isInteger(value)))
  if (read === 'integer' && kind === 'continuous') {
    const message = `"${name}" is read as a whole number; expected "type: integer", or none.`
    return void report('bad-range', message, [places.get(name) ?? variant.source, name])
  }
  if (kind === 'integer' && !isWhole) {
    const end = (['min', 'max'] as const).find((one) => !Number.isInteger(written[one])) as keyof NumericRange
    const message = `"${end}" of "${name}" is ${written[end]}; expected a whole number, because ${type === undefined ? 'the model reads one' : 'its type is integer'}.`
    return void report('bad-range', message, [written, end])
  }
  return { kind, min, max, scale }
}

function kindOf(read: ReturnType<typeof readAs>, isWhole: boolean): 'integer' | 'continuous' {
  if (read === 'any') return isWhole ? 'integer' : 'continuous'
  return read === 'integer' ? 'integer' : 'continuous'
}

function reportNothingToNarrow(
  name: string,
  { places }: VariantSearch,
  { source }: Variant,
  { report }: Reporter,
): false {
  const message = `"${name}" has no range to narrow: the first parent does not search it.`
  report('bad-range', message, [places.get(name) ?? source, name])
  return false
}
