/** The space of a search: the combined ranges of a chain of tuning jobs, and a value's place in them. */

import type { PlannedDefinition, PlannedRange, Scalar, TuningRecord } from '@assay/core'
import { rangeScales } from '@assay/core/internal'

import type { SearchDimension } from '../../report/search-report.js'
import { definitionOf } from '../../records/trial-runs.js'

/** Returns the hyperparameters that any tuning job of a chain searched, each with the widest of its ranges. */
export function dimensionsOf(
  planned: PlannedDefinition | undefined,
  name: string | undefined,
  tuningJobs: readonly TuningRecord[],
): SearchDimension[] {
  const ranges = [
    ...tuningJobs.map((tuning) => definitionOf(tuning, name)?.ranges ?? {}),
    ...(planned === undefined ? [] : [planned.ranges]),
  ]
  const names = [...new Set([...ranges].reverse().flatMap(Object.keys))]
  return names.map((one) => ranges.flatMap((found) => dimension(one, found[one])).reduce(widest))
}

function dimension(name: string, range: PlannedRange | undefined): SearchDimension[] {
  return range === undefined ? [] : [{ name, ...range }]
}

/** The later range decides kind and scale. */
function widest(earlier: SearchDimension, later: SearchDimension): SearchDimension {
  if (earlier.kind === 'categorical' && later.kind === 'categorical')
    return { ...later, values: [...new Set([...earlier.values, ...later.values])] }
  if (earlier.kind === 'categorical' || later.kind === 'categorical') return later
  return { ...later, min: Math.min(earlier.min, later.min), max: Math.max(earlier.max, later.max) }
}

/**
 * Returns a trial's value of a hyperparameter that its tuning job searched or held fixed; a fixed one is text, as
 * SageMaker stores it.
 */
export function valueOf(
  dimension: SearchDimension,
  hyperparameters: Readonly<Record<string, Scalar>>,
  fixed: Readonly<Record<string, string>> | undefined,
): Scalar | undefined {
  const { name } = dimension
  if (Object.hasOwn(hyperparameters, name)) return hyperparameters[name]
  const text = fixed !== undefined && Object.hasOwn(fixed, name) ? fixed[name] : undefined
  if (text === undefined) return undefined
  if (dimension.kind === 'categorical') return dimension.values.find((value) => String(value) === text) ?? text
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/**
 * Returns a value's place in its range: 0 to 1 on the range's scale, or the number of its category; undefined if it
 * has none.
 */
export function placeOf(dimension: SearchDimension, value: Scalar | undefined): number | undefined {
  if (dimension.kind === 'categorical') {
    const index = dimension.values.findIndex((one) => one === value || String(one) === String(value))
    return index < 0 ? undefined : index
  }
  if (typeof value !== 'number') return undefined
  const { min, max, scale } = dimension
  const { to: along } = rangeScales[scale]
  const place = max === min ? 0.5 : (along(value) - along(min)) / (along(max) - along(min))
  return Number.isFinite(place) ? Math.min(1, Math.max(0, place)) : undefined
}
