/** Random flips and crops of images: each output pixel is a copy of one input pixel, or black. */

import type { GridGeometry } from './grid-resampling.js'
import { below, chance } from './seeds.js'

/** Copies pixels; outside the image are zeros. */
const copying = { taps: 1, fill: (index: number) => index } as const

/** Mirrors each image with probability ½ in each direction of `mode`. */
export function randomFlip(mode: string): GridGeometry {
  const horizontal = mode !== 'vertical'
  const vertical = mode !== 'horizontal'
  return {
    ...copying,
    gridOf: (random, height, width) => {
      const mirror = horizontal && chance(random)
      const turn = vertical && chance(random)
      return {
        rowOf: (row) => (turn ? height - 1 - row : row),
        columnOf: (column) => (mirror ? width - 1 - column : column),
      }
    },
  }
}

/** The size of a random crop, and how many zeros to put around the image first. */
export interface Crop {
  readonly height: number
  readonly width: number
  readonly padding: number
}

/** Cuts a random window out of each image. */
export function randomCrop({ height, width, padding }: Crop): GridGeometry {
  return {
    ...copying,
    size: [height, width],
    gridOf: (random, rows, columns) => {
      const top = below(random, rows + 2 * padding - height + 1) - padding
      const left = below(random, columns + 2 * padding - width + 1) - padding
      return { rowOf: (row) => top + row, columnOf: (column) => left + column }
    },
  }
}
