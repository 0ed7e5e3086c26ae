/** Cuts the middle out of an image, as a random crop does in inference. */

import type { Shape } from './shape.js'

/** Returns how many rows and columns to cut off before and after the middle. */
export function centerCropping(inputShape: Shape, outputShape: Shape): [[number, number], [number, number]] {
  const around = (axis: 0 | 1): [number, number] => {
    const all = (inputShape[axis] ?? 0) - (outputShape[axis] ?? 0)
    return [Math.floor(all / 2), Math.ceil(all / 2)]
  }
  return [around(0), around(1)]
}
