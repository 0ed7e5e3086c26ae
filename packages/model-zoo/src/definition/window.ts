/** A window (a kernel or a pool) that moves over the spatial dimensions of its input. */

import { formatShape, ShapeError } from './shape.js'
import type { Shape } from './shape.js'

/**
 * Returns the spatial output shape.
 * @throws ShapeError if a window without padding is larger than its input.
 */
export function windowOutput(
  type: string,
  spatial: Shape,
  window: readonly number[],
  strides: readonly number[],
  padding: unknown,
): number[] {
  return spatial.map((size, dimension) => {
    const reach = padding === 'same' ? size : size - window[dimension] + 1
    if (reach < 1) {
      throw new ShapeError(
        `"${type}" has a window of ${formatShape(window)}, larger than its input of ${formatShape(spatial)}. ` +
          'Use fewer layers that shrink it, a smaller window, or "padding: same".',
      )
    }
    return Math.ceil(reach / strides[dimension])
  })
}
