/** SageMaker's ParameterRanges as a search space, and its points in the unit cube and as hyperparameters. */

/** How a numeric range is spread over the unit interval. */
export type Scale = 'Linear' | 'Logarithmic' | 'ReverseLogarithmic'

export interface NumericDimension {
  readonly name: string
  readonly kind: 'Integer' | 'Continuous'
  readonly min: number
  readonly max: number
  readonly scale: Scale
}

export interface CategoricalDimension {
  readonly name: string
  readonly kind: 'Categorical'
  readonly values: readonly string[]
}

export type Dimension = NumericDimension | CategoricalDimension
export type Space = readonly Dimension[]

/** Hyperparameters by name, as strings: what CreateTrainingJob takes and Describe returns. */
export type Assignment = Readonly<Record<string, string>>

/** A point by coordinates: a position for a number, inside its range in [0, 1]; an index for a category. */
export type Point = readonly number[]

interface NumericRange {
  readonly Name: string
  readonly MinValue: string
  readonly MaxValue: string
  readonly ScalingType?: 'Auto' | Scale
}

/** The member of CreateHyperParameterTuningJob's request. */
export interface ParameterRanges {
  readonly IntegerParameterRanges?: readonly NumericRange[]
  readonly ContinuousParameterRanges?: readonly NumericRange[]
  readonly CategoricalParameterRanges?: readonly { readonly Name: string; readonly Values: readonly string[] }[]
}

/** Returns the space of the ranges, integers first, in the order of the request. The ranges are valid already. */
export function spaceOf(ranges: ParameterRanges): Space {
  return [
    ...(ranges.IntegerParameterRanges ?? []).map((range) => numeric('Integer', range)),
    ...(ranges.ContinuousParameterRanges ?? []).map((range) => numeric('Continuous', range)),
    ...(ranges.CategoricalParameterRanges ?? []).map(({ Name, Values }): Dimension => ({
      name: Name,
      kind: 'Categorical',
      values: [...new Set(Values)],
    })),
  ]
}

function numeric(kind: 'Integer' | 'Continuous', range: NumericRange): NumericDimension {
  const [min, max] = [Number(range.MinValue), Number(range.MaxValue)]
  const scale = range.ScalingType ?? 'Auto'
  return { name: range.Name, kind, min, max, scale: scale === 'Auto' ? autoScale(min, max) : scale }
}

/** Auto: a range over two orders of magnitude or more is searched by its logarithm; AWS does not say how it chooses. */
function autoScale(min: number, max: number): Scale {
  if (min > 0 && max / min >= 100) return 'Logarithmic'
  if (min >= 0 && max < 1 && (1 - min) / (1 - max) >= 100) return 'ReverseLogarithmic'
  return 'Linear'
}

/** Returns the hyperparameters of any coordinates in [0, 1] (categories: an index): in range, typed, as strings. */
export function decode(space: Space, point: Point): Assignment {
  return Object.fromEntries(space.map((dimension, i) => [dimension.name, text(dimension, point[i] ?? 0)]))
}

function text(dimension: Dimension, at: number): string {
  return dimension.kind === 'Categorical' ? (dimension.values[at] ?? '') : String(valueOf(dimension, at))
}

function valueOf(dimension: NumericDimension, at: number): number {
  const [from, to] = ends(dimension)
  const value = unscaled(dimension.scale, from + at * (to - from))
  const typed = dimension.kind === 'Integer' ? Math.round(value) : value
  return Math.min(Math.max(typed, dimension.min), dimension.max)
}

/**
 * Returns the point of an assignment, or undefined if a hyperparameter is missing or not a number: a parent
 * tuning job may have searched others. A number outside its range lies outside [0, 1]; an unknown category is -1.
 */
export function encode(space: Space, assignment: Assignment): Point | undefined {
  const point = space.map((dimension) => position(dimension, assignment[dimension.name]))
  return point.every((at) => Number.isFinite(at)) ? point : undefined
}

function position(dimension: Dimension, value: string | undefined): number {
  if (value === undefined) return NaN
  return dimension.kind === 'Categorical' ? dimension.values.indexOf(value) : positionOf(dimension, Number(value))
}

function positionOf(dimension: NumericDimension, value: number): number {
  const [from, to] = ends(dimension)
  return to > from ? (scaled(dimension.scale, value) - from) / (to - from) : 0.5
}

/** Returns the point that is really evaluated for these coordinates: integers rounded, numbers inside their range. */
export function snap(space: Space, point: Point): Point {
  return space.map((dimension, i) => {
    const at = point[i] ?? 0
    if (dimension.kind === 'Categorical') return at
    return dimension.kind === 'Continuous' && dimension.max > dimension.min
      ? Math.min(1, Math.max(0, at))
      : positionOf(dimension, valueOf(dimension, at))
  })
}

/** The scaled ends. An integer owns half a step to either side, so that the first and last are as likely as others. */
function ends({ kind, min, max, scale }: NumericDimension): readonly [number, number] {
  const half = kind === 'Integer' && max > min ? 0.5 - 1e-8 : 0
  return [scaled(scale, min - (scale === 'Logarithmic' && min < 1 ? 0 : half)), scaled(scale, max + half)]
}

function scaled(scale: Scale, value: number): number {
  if (scale === 'Logarithmic') return Math.log(value)
  return scale === 'ReverseLogarithmic' ? -Math.log1p(-value) : value
}

function unscaled(scale: Scale, value: number): number {
  if (scale === 'Logarithmic') return Math.exp(value)
  return scale === 'ReverseLogarithmic' ? -Math.expm1(-value) : value
}
