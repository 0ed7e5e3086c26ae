/** The hyperparameters of a Gaussian process, sampled from their posterior. */
import type { Random } from '../space/random.js'
import type { Space } from '../space/space.js'
import { factor, solveLower } from './cholesky.js'
import { categoricalOf, emptyCorrelations, fillCorrelations, fillCovariance, warp } from './covariance.js'
import type { Inputs } from './covariance.js'
import { ellipticalSlice } from './elliptical-slice.js'
import { hyperparametersOf, layoutOf } from './hyperparameters.js'
import type { Hyperparameters } from './hyperparameters.js'

/** How long the chain is: sweeps over all blocks before the first sample, and from one to the next. */
export interface Chain {
  readonly burnIn: number
  readonly samples: number
  readonly thin: number
}

/** Returns samples of the hyperparameters given observations (of all tasks; `y` has mean 0 and variance 1). */
export function sampleHyperparameters(
  space: Space,
  parents: number,
  inputs: Inputs,
  y: Float64Array,
  { burnIn, samples, thin }: Chain,
  random: Random,
): readonly Hyperparameters[] {
  const { size, blocks } = layoutOf(space, parents)
  const logLikelihood = likelihoodOf(space, parents, inputs, y)
  // From the likeliest of a few draws of the prior: a chain this short should not start in its tail.
  let z: Float64Array = new Float64Array(size)
  let value = logLikelihood(z)
  for (let draw = 0; draw < 10; draw++) {
    const other = z.map(() => random.normal())
    const its = logLikelihood(other)
    if (its > value) [z, value] = [other, its]
  }
  const kept: Hyperparameters[] = []
  for (let sweep = 0; kept.length < samples; sweep++) {
    for (const block of blocks) value = ellipticalSlice(z, block, value, logLikelihood, random)
    if (sweep >= burnIn && (sweep - burnIn) % thin === 0) kept.push(hyperparametersOf(space, parents, z))
  }
  return kept
}

/** Returns the log likelihood as a function of `z`; what a block that did not move is part of is not computed again. */
function likelihoodOf(space: Space, parents: number, inputs: Inputs, y: Float64Array): (z: Float64Array) => number {
  const categorical = categoricalOf(space)
  const { count } = inputs
  const { lengthScales, warping } = layoutOf(space, parents)
  const warped = new Float64Array(inputs.x.length)
  const [correlations, matrix] = [emptyCorrelations(count), new Float64Array(count * count)]
  const w = new Float64Array(count)
  let last: Float64Array | undefined
  return (z) => {
    const h = hyperparametersOf(space, parents, z)
    const moved = ([from, to]: readonly [number, number]) => last === undefined || differ(z, last, from, to)
    const bent = moved(warping)
    if (bent) warp(inputs.x, categorical, h, warped)
    if (bent || moved(lengthScales)) fillCorrelations(warped, count, categorical, h.inverse, correlations)
    last ??= new Float64Array(z.length)
    last.set(z)
    fillCovariance(inputs, correlations, h, matrix)
    if (!factor(matrix, count)) return -Infinity
    w.set(y)
    solveLower(matrix, count, w)
    let sum = 0
    for (let i = 0; i < count; i++) sum += Math.log(matrix[i * count + i] as number) + 0.5 * (w[i] as number) ** 2
    return -sum
  }
}

function differ(one: Float64Array, other: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (one[i] !== other[i]) return true
  return false
}
