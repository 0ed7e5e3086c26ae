/** Mix-up without tensors, as in Keras. Zhang et al. 2018, https://arxiv.org/abs/1710.09412 */

import { below } from './seeds.js'
import type { RandomSource } from './seeds.js'

/** Each example becomes `weight · example + (1 − weight) · partner`, and so does its label. */
export interface Mixing {
  /** Each example's partner in the batch; may be the example itself. */
  readonly partners: Int32Array
  /** From 0 to 1. */
  readonly weights: Float32Array
}

/** Draws the partners, a shuffle of the batch, and a weight for each example from Beta(alpha, alpha). */
export function drawMixing(alpha: number, rows: number, random: RandomSource): Mixing {
  const partners = Int32Array.from({ length: rows }, (_, row) => row)
  for (let row = rows - 1; row > 0; row--) {
    const other = below(random, row + 1)
    ;[partners[row], partners[other]] = [partners[other], partners[row]]
  }
  return { partners, weights: Float32Array.from({ length: rows }, () => beta(alpha, random)) }
}

/** Returns the mixed batch. Sums are rounded to 32 bits, as in tensors. */
export function mixed(values: Float32Array, { partners, weights }: Mixing): Float32Array {
  const width = values.length / weights.length
  const result = new Float32Array(values.length)
  weights.forEach((weight, row) => {
    const rest = Math.fround(1 - weight)
    const [own, other] = [row * width, partners[row] * width]
    for (let at = 0; at < width; at++) {
      result[own + at] = Math.fround(weight * values[own + at]) + Math.fround(rest * values[other + at])
    }
  })
  return result
}

/** X / (X + Y) of two gamma variables, from their logarithms: for a small alpha both may be 0 in 64 bits. */
function beta(alpha: number, random: RandomSource): number {
  const difference = logGamma(alpha, random) - logGamma(alpha, random)
  return 1 / (1 + Math.exp(-difference))
}

/**
 * The logarithm of a gamma variable: Marsaglia and Tsang 2000, https://doi.org/10.1145/358407.358414, for alpha + 1, then
 * a power of a uniform variable to get alpha.
 */
function logGamma(alpha: number, random: RandomSource): number {
  const d = alpha + 1 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(open(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v) + Math.log(open(random)) / alpha
    }
  }
}

/** Box and Muller's transform. */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(open(random))) * Math.cos(2 * Math.PI * open(random))
}

/** Between 0 and 1, both excluded. */
function open(random: RandomSource): number {
  return (random.next() + 0.5) / 2 ** 32
}
