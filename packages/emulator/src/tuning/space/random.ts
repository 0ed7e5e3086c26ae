/** Random numbers from a seed, by pure-rand's xoroshiro128+ and @stdlib's normal quantile. */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of random numbers. The same seed and the same calls give the same numbers. */
export interface Random {
  /** Returns a number in [0, 1). */
  readonly uniform: () => number
  /** Returns a whole number in [0, n). */
  readonly below: (n: number) => number
  /** Returns a draw from the standard normal distribution. */
  readonly normal: () => number
}

/**
 * Returns the random numbers of one suggestion. A tuner that is restarted in the middle gives the tuning job's seed
 * and the index of the suggestion, and so continues with the same next suggestion.
 */
export function randomOf(seed: number, index = 0): Random {
  const generator = xoroshiro128plus(mix(mix(seed | 0) + index))
  return {
    uniform: () => uniformFloat64(generator),
    below: (n) => uniformInt(generator, 0, n - 1),
    // Half a step off zero: the quantile of 0 is minus infinity.
    normal: () => normalQuantile(uniformFloat64(generator) * (1 - 2 ** -53) + 2 ** -54, 0, 1),
  }
}

/** murmur3's finalizer: seeds one apart give unrelated streams. https://github.com/aappleby/smhasher */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
