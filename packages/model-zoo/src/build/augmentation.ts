/** Random flips and crops of images: each output pixel is a copy of one input pixel, or black. */

import { slice } from '@tensorflow/tfjs-core'

import { RandomLayer } from './random-layer.js'
import { resample } from './resample.js'
import type { ImageShape } from './resample.js'
import { below, chance } from './seeds.js'

/** Returns a layer that mirrors each image with probability ½ in each direction of `mode`. */
export function randomFlip(name: string, seed: number, mode: string): RandomLayer {
  const horizontal = mode !== 'vertical'
  const vertical = mode !== 'horizontal'
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      const [, height, width] = input.shape as ImageShape
      return resample(input, [height, width], 1, () => {
        const mirror = horizontal && chance(random)
        const turn = vertical && chance(random)
        return (row, column, take) => take(turn ? height - 1 - row : row, mirror ? width - 1 - column : column, 1)
      })
    },
    infer: (input) => input.clone(),
    outputShape: (shape) => shape,
  })
}

/** The size that a random crop cuts, out of an image with that many zeros around it. */
export interface Crop {
  readonly height: number
  readonly width: number
  readonly padding: number
}

/** Returns a layer that cuts a window out of each image, at random in training and from the centre in inference. */
export function randomCrop(name: string, seed: number, { height, width, padding }: Crop): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      const [, rows, columns] = input.shape as ImageShape
      return resample(input, [height, width], 1, () => {
        const top = below(random, rows + 2 * padding - height + 1) - padding
        const left = below(random, columns + 2 * padding - width + 1) - padding
        return (row, column, take) => take(top + row, left + column, 1)
      })
    },
    infer: (input) => {
      const [batch, rows, columns, channels] = input.shape as ImageShape
      const begin = [0, Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0]
      return slice(input, begin, [batch, height, width, channels])
    },
    outputShape: ([batch, , , channels]) => [batch ?? null, height, width, channels ?? null],
  })
}
