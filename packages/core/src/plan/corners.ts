/** Whether a model fits wherever its search may go: at the corners of the ranges that reach it. */

import type { Scalar } from '../experiment.js'
import type { PlannedRange } from './planned.js'
import { dataNames, templateNames } from './read-hyperparameters.js'
import { resolveVariant } from './resolve-variant.js'
import type { SearchDefinition, SearchFrame } from './search-definition.js'
import { withValues } from './search-definition.js'

/**
 * So many corners are looked at: all of them, or as many spread evenly over them, the first and the last included.
 * Shapes are cheap to infer, but 30 ranges have a thousand million corners.
 */
export const mostCorners = 256

/**
 * Resolves the model at the corners of its integer and categorical ranges, and with each continuous one at its ends.
 * What does not fit goes to the frame's problems, at the line of the layer.
 */
export function checkCorners({ variant, resolved, space }: SearchDefinition, frame: SearchFrame): void {
  const reached = new Set([...templateNames(resolved.template.layers), ...dataNames(resolved.data)])
  const ranges = Object.entries(space.original).filter(([name]) => reached.has(name))
  const discrete = ranges.filter(([, { kind }]) => kind !== 'continuous')
  const continuous = ranges.filter(([, { kind }]) => kind === 'continuous')
  const points = [
    ...corners(discrete),
    ...continuous.flatMap(([name, range]) => endsOf(range).map((value) => ({ [name]: value }))),
  ]
  const values = { ...resolved.variant.recipe.hyperparameters }
  for (const point of points) {
    try {
      resolveVariant(withValues(variant, { ...values, ...point }), frame.experiment, frame.context, frame.models)
    } catch (error) {
      frame.problems.catch(error)
    }
  }
}

/** The corners, the last range fastest. */
function corners(ranges: readonly (readonly [string, PlannedRange])[]): Readonly<Record<string, Scalar>>[] {
  const ends = ranges.map(([name, range]) => [name, endsOf(range)] as const)
  const count = ends.reduce((product, [, values]) => product * values.length, 1)
  const looked = Math.min(count, mostCorners)
  return Array.from({ length: looked }, (_, index) => {
    let rest = looked === 1 ? 0 : Math.round((index * (count - 1)) / (looked - 1))
    const point: Record<string, Scalar> = {}
    for (const [name, values] of [...ends].reverse()) {
      point[name] = values[rest % values.length] as Scalar
      rest = Math.floor(rest / values.length)
    }
    return point
  })
}

function endsOf(range: PlannedRange): readonly Scalar[] {
  return range.kind === 'categorical' ? range.values : [range.min, range.max]
}
