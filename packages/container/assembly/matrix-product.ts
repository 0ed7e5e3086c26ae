/** a · b, of [m, k] and [k, n] → [m, n]. Sums go from 0 over k in order, as XNNPACK's do: to the same bits. */

import { lanes, packFilter } from './pack-filter'
import { addTile } from './tile'

/** Rows of `a` that are gone over before the next columns of `b`: what they give is to stay in the second cache. */
const blockRows: i32 = 64

/** `scratch` has room for 8 columns of b. */
export function matrixProduct(a: usize, b: usize, scratch: usize, c: usize, m: i32, k: i32, n: i32): void {
  const aRow = (<usize>k) << 2
  const cRow = (<usize>n) << 2
  for (let block = 0; block < m; block += blockRows) {
    const end = min(m, block + blockRows)
    for (let column = 0; column < n; column += lanes) {
      packFilter(b + ((<usize>column) << 2), scratch, 0, 1, k, min(lanes, n - column), 0, n, 1)
      for (let i = block; i < end; i += 4) {
        // Where there are fewer than four, the last is computed again.
        const i1 = <usize>min(1, end - i - 1)
        const i2 = <usize>min(2, end - i - 1)
        const i3 = <usize>min(3, end - i - 1)
        const from = a + <usize>i * aRow
        const to = c + <usize>i * cRow + ((<usize>column) << 2)
        addTile(
          from,
          from + i1 * aRow,
          from + i2 * aRow,
          from + i3 * aRow,
          scratch,
          0,
          to,
          to + i1 * cRow,
          to + i2 * cRow,
          to + i3 * cRow,
          1,
          k,
          0,
          0,
          n - column,
          -Infinity,
        )
      }
    }
  }
}
