/** The Gaussian process's own hyperparameters: their priors, all normal in `z`, and what a `z` means. */
import type { Space } from '../space/space.js'

const { exp, log, tanh } = Math

/** One setting of the hyperparameters, for one space and number of parents. */
export interface Hyperparameters {
  /** Of the signal; the objective has mean 0 and variance 1. */
  readonly variance: number
  readonly noise: number
  /** The share of the signal that is a sum over dimensions, in (0, 1). */
  readonly additive: number
  /** 1 / length scale of each dimension. */
  readonly inverse: Float64Array
  /** Kumaraswamy exponents a and b of each dimension; 1 if it is not warped. */
  readonly a: Float64Array
  readonly b: Float64Array
  /** The correlation of the child with each task, in (-1, 1]; with itself, task 0, it is 1. */
  readonly alike: Float64Array
}

type Block = readonly [from: number, to: number]

/** How `z` is laid out: the parts that slice sampling moves together, those of them that there are. */
export interface Layout {
  readonly size: number
  readonly lengthScales: Block
  readonly warping: Block
  readonly blocks: readonly Block[]
}

/** Returns the layout: signal, noise and additive share; length scales; warping of numbers; likeness of parents. */
export function layoutOf(space: Space, parents: number): Layout {
  const lengthScales: Block = [3, 3 + space.length]
  const numbers = space.filter(({ kind }) => kind !== 'Categorical').length
  const warping: Block = [lengthScales[1], lengthScales[1] + 2 * numbers]
  const size = warping[1] + parents
  const all: readonly Block[] = [[0, 3], lengthScales, warping, [warping[1], size]]
  return { size, lengthScales, warping, blocks: all.filter(([from, to]) => to > from) }
}

/**
 * Returns what a `z` means. Independent standard normal entries of `z` are the prior: length scales log-normal around
 * a median that grows with the root of the number of dimensions (Hvarfner et al., ICML 2024), since distances in the
 * unit cube do; warping exponents log-normal around 1, no warping (Snoek et al., ICML 2014).
 */
export function hyperparametersOf(space: Space, parents: number, z: Float64Array): Hyperparameters {
  const d = space.length
  const at = (i: number) => z[i] ?? 0
  const middle = log(prior.lengthScale) + 0.5 * log(d)
  const a = new Float64Array(d).fill(1)
  const b = new Float64Array(d).fill(1)
  const inverse = new Float64Array(d)
  let next = 3 + d
  for (let i = 0; i < d; i++) {
    inverse[i] = exp(-(middle + prior.lengthScaleSpread * at(3 + i)))
    if (space[i]?.kind === 'Categorical') continue
    a[i] = exp(prior.warpSpread * at(next++))
    b[i] = exp(prior.warpSpread * at(next++))
  }
  const alike = new Float64Array(parents + 1).fill(1)
  for (let task = 1; task <= parents; task++) alike[task] = tanh(prior.alike + at(next + task - 1))
  return {
    variance: exp(prior.varianceSpread * at(0)),
    noise: exp(log(prior.noise) + prior.noiseSpread * at(1)) + 1e-8,
    additive: 1 / (1 + exp(-prior.additiveSpread * at(2))),
    inverse,
    a,
    b,
    alike,
  }
}

export const prior = {
  lengthScale: 0.35,
  lengthScaleSpread: 1,
  varianceSpread: 1,
  noise: 1e-3,
  noiseSpread: 2,
  additiveSpread: 1.5,
  warpSpread: 0.15,
  alike: 1.2,
}
