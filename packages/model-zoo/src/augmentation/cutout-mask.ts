/** Draws the pixels that cutout keeps, without tensors. */

import type { ImageShape } from './resampling.js'
import { below } from './seeds.js'
import type { RandomSource } from './seeds.js'

/** Returns 0 for the pixels of a random square in each image, else 1. */
export function drawCutout(size: number, [batch, height, width]: ImageShape, random: RandomSource): Float32Array {
  const mask = new Float32Array(batch * height * width).fill(1)
  for (let example = 0; example < batch; example++) {
    const top = below(random, height) - Math.floor(size / 2)
    const left = below(random, width) - Math.floor(size / 2)
    for (let row = Math.max(top, 0); row < Math.min(top + size, height); row++) {
      const start = (example * height + row) * width
      mask.fill(0, start + Math.max(left, 0), start + Math.min(left + size, width))
    }
  }
  return mask
}
