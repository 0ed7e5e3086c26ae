/** A range made narrower around a value, on the range's own scale. */

import type { Scalar } from '../../language/experiment.js'
import type { PlannedRange } from '../../contract/planned.js'
import { rangeScales } from '../../contract/range-scales.js'

/** A range that is left, or the one value that is. */
export type Narrowed = { readonly range: PlannedRange } | { readonly value: Scalar }

/**
 * Returns `share` (0 to 1) of a range's width on its scale, around the best value and shifted to stay inside. Ends of
 * an integer range are rounded outward; categories are kept all; a share of 0 leaves the best value alone.
 */
export function narrow(range: PlannedRange, best: Scalar, share: number): Narrowed {
  if (share === 0) return { value: best }
  if (range.kind === 'categorical' || share >= 1) return { range }
  const { to, from } = rangeScales[range.scale]
  const [low, high] = [to(range.min), to(range.max)]
  const width = (high - low) * share
  const start = Math.min(Math.max(to(Number(best)) - width / 2, low), high - width)
  const [min, max] = [start <= low ? range.min : from(start), start + width >= high ? range.max : from(start + width)]
  if (range.kind === 'continuous') return { range: { ...range, min: rounded(min), max: rounded(max) } }
  const first = Math.max(Math.floor(rounded(min)), range.min)
  const last = Math.min(Math.ceil(rounded(max)), range.max)
  if (first < last) return { range: { ...range, min: first, max: last } }
  // SageMaker refuses a range of one value.
  return {
    range: first < range.max ? { ...range, min: first, max: first + 1 } : { ...range, min: last - 1, max: last },
  }
}

/** The share that `30%` says. */
export function shareOf(percentage: string): number {
  return Math.min(Number(percentage.slice(0, -1)) / 100, 1)
}

/** Six digits are plenty for the end of a range, and the same on every platform. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
