/** Random flips and crops of images: each output pixel is a copy of one input pixel, or black. */

import type { Geometry } from './resampling.js'
import { below, chance } from './seeds.js'

/** Mirrors each image with probability ½ in each direction of `mode`. */
export function randomFlip(mode: string): Geometry {
  const horizontal = mode !== 'vertical'
  const vertical = mode !== 'horizontal'
  return {
    taps: 1,
    sourceOf: (random, height, width) => {
      const mirror = horizontal && chance(random)
      const turn = vertical && chance(random)
      return (row, column, take) => take(turn ? height - 1 - row : row, mirror ? width - 1 - column : column, 1)
    },
  }
}

/** The size that a random crop cuts, out of an image with that many zeros around it. */
export interface Crop {
  readonly height: number
  readonly width: number
  readonly padding: number
}

/** Cuts a window out of each image. */
export function randomCrop({ height, width, padding }: Crop): Geometry {
  return {
    taps: 1,
    size: [height, width],
    sourceOf: (random, rows, columns) => {
      const top = below(random, rows + 2 * padding - height + 1) - padding
      const left = below(random, columns + 2 * padding - width + 1) - padding
      return (row, column, take) => take(top + row, left + column, 1)
    },
  }
}
