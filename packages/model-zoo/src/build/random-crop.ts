/** The layer of random crops. */

import { randomCrop } from '../augmentation/flip-and-crop.js'
import type { Crop } from '../augmentation/flip-and-crop.js'
import type { ImageShape } from '../augmentation/resampling.js'
import { geometric } from './geometric-layer.js'
import type { RandomLayer } from './random-layer.js'
import { slice } from './tensorflow.js'

/** Returns a layer that cuts a window out of each image, at random in training and from the center in inference. */
export function cropping(name: string, seed: number, crop: Crop): RandomLayer {
  const { height, width } = crop
  return geometric(name, seed, randomCrop(crop), {
    infer: (input) => {
      const [batch, rows, columns, channels] = input.shape as ImageShape
      const begin = [0, Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0]
      return slice(input, begin, [batch, height, width, channels])
    },
    outputShape: ([batch, , , channels]) => [batch ?? null, height, width, channels ?? null],
  })
}
