/** Layers that change pixel values at random. */

import type { Tensor } from '@tensorflow/tfjs-core'

import { drawCutout } from '../augmentation/cutout-mask.js'
import type { ImageShape } from '../augmentation/resampling.js'
import { within } from '../augmentation/seeds.js'
import type { RandomSource } from '../augmentation/seeds.js'
import { RandomLayer } from './random-layer.js'
import { add, clipByValue, mean, mul, sub, tensor } from './tensorflow.js'

/** Returns a layer that scales the distance of pixels from their channel's mean by 1 ± `factor` per image. */
export function randomContrast(name: string, seed: number, factor: number): RandomLayer {
  return changing(name, seed, (input, random) => {
    const center = mean(input, [1, 2], true) // [batch, 1, 1, channels]
    return add(
      mul(
        sub(input, center),
        each(input, () => 1 + within(random, factor)),
      ),
      center,
    )
  })
}

/** Returns a layer that adds up to ± `factor` to each image and keeps values between 0 and 1. */
export function randomBrightness(name: string, seed: number, factor: number): RandomLayer {
  return changing(name, seed, (input, random) =>
    clipByValue(
      add(
        input,
        each(input, () => within(random, factor)),
      ),
      0,
      1,
    ),
  )
}

/** Returns a layer that zeroes a square in each image. Its center is inside the image; a part may be outside. */
export function cutout(name: string, seed: number, size: number): RandomLayer {
  return changing(name, seed, (input, random) => {
    const [batch, height, width] = input.shape as ImageShape
    const mask = drawCutout(size, input.shape as ImageShape, random)
    return mul(input, tensor(mask, [batch, height, width, 1], 'float32'))
  })
}

function changing(name: string, seed: number, train: (input: Tensor, random: RandomSource) => Tensor): RandomLayer {
  return new RandomLayer(name, seed, { train, infer: (input) => input.clone(), outputShape: (shape) => shape })
}

/** Draws one number per example. */
function each({ shape: [batch] }: Tensor, draw: () => number): Tensor {
  return tensor(Float32Array.from({ length: batch }, draw), [batch, 1, 1, 1], 'float32')
}
