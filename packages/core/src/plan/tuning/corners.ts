/** Whether a model fits wherever its search may go: at the corners of the ranges that reach it. */

import type { Scalar } from '../../language/experiment.js'
import { describeWeights } from '../training/init-weights.js'
import { withNote } from '../../language/reporter.js'
import type { Reporter } from '../../language/reporter.js'
import type { PlannedRange } from '../../contract/planned.js'
import { dataNames, templateNames } from '../../engines/read-hyperparameters.js'
import { resolveVariant } from '../../engines/resolve-variant.js'
import { withValues } from './search-definition.js'
import type { SearchDefinition, SearchSpace } from '../arm.js'
import type { PlanFrame } from '../context.js'

/**
 * So many corners are looked at: all of them, or as many spread evenly over them, the first and the last included.
 * Shapes are cheap to infer, but 30 ranges have a thousand million corners.
 */
export const mostCorners = 256

/**
 * Resolves the model at the corners of its integer and categorical ranges, and with each continuous one at its ends.
 * Reports what does not fit, the weights that trials start from included, at its line.
 */
export function checkCorners({ variant, origin, resolved, space }: SearchDefinition, frame: PlanFrame): void {
  const { init_weights: init } = variant.recipe
  const reached = new Set([...templateNames(resolved.template.layers), ...dataNames(resolved.data)])
  const ends = [...endsOf(space)].filter(([name]) => reached.has(name))
  const isContinuous = (name: string): boolean => space.original[name]?.kind === 'continuous'
  const points = [
    ...corners(ends.filter(([name]) => !isContinuous(name))),
    ...ends.filter(([name]) => isContinuous(name)).flatMap(([name, own]) => own.map((value) => ({ [name]: value }))),
  ]
  const values = { ...resolved.variant.recipe.hyperparameters }
  for (const point of points) {
    const trial = withValues(variant, { ...values, ...point })
    const corner = resolveVariant(trial, { ...frame, reporter: atPoint(frame.reporter, point) })
    if (init && corner) describeWeights(init, corner, origin?.layers, frame.reporter)
  }
}

/** Adds the values to each problem: the layer that does not fit is not where the ranges are written. */
function atPoint(reporter: Reporter, point: Readonly<Record<string, Scalar>>): Reporter {
  const values = Object.entries(point).map(([name, value]) => `${name} ${String(value)}`)
  return values.length === 0 ? reporter : withNote(reporter, `A trial may have ${values.join(', ')}.`)
}

/** The ends of every range. Where a child replaces its parent's, a cold control searches that one: both are looked at. */
function endsOf({ original, changes }: SearchSpace): ReadonlyMap<string, readonly Scalar[]> {
  const ends = (range: PlannedRange): readonly Scalar[] =>
    range.kind === 'categorical' ? range.values : [range.min, range.max]
  return new Map(
    Object.entries(original).map(([name, range]) => {
      const change = changes[name]
      const own = change !== undefined && 'range' in change ? ends(change.range) : []
      return [name, [...new Set([...ends(range), ...own])]]
    }),
  )
}

/** The corners, the last range fastest. */
function corners(ends: readonly (readonly [string, readonly Scalar[]])[]): Readonly<Record<string, Scalar>>[] {
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
