/** Random orders from a seed, by pure-rand's xoroshiro128+. */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Shuffles in place by Fisher and Yates's method, differently each time. A seed determines the sequence of orders. */
export function shuffler(seed: number): (rows: Int32Array) => void {
  const generator = xoroshiro128plus(seed)
  return (rows) => {
    for (let last = rows.length - 1; last > 0; last--) {
      const other = uniformInt(generator, 0, last)
      const row = rows[last]
      rows[last] = rows[other]
      rows[other] = row
    }
  }
}

/** Returns 0 … count − 1 in a random order. */
export function shuffled(count: number, seed: number): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, row) => row)
  shuffler(seed)(rows)
  return rows
}
