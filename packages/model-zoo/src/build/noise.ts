/** Dropout and noise with masks of our own. */

import { add, clone, mul, tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { RandomLayer } from './random-layer.js'
import type { RandomSource } from './seeds.js'

const sameShape = (shape: (number | null)[]): (number | null)[] => shape

/** Returns a layer that zeroes a share of the values and scales the others up. */
export function dropout(name: string, seed: number, rate: number): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => (rate === 0 ? clone(input) : mul(input, keepMask(input.shape, rate, random))),
    infer: (input) => clone(input),
    outputShape: sameShape,
  })
}

/** Returns a layer that zeroes whole channels. */
export function spatialDropout2d(name: string, seed: number, rate: number): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      const [batch, , , channels] = input.shape as [number, number, number, number]
      return rate === 0 ? clone(input) : mul(input, keepMask([batch, 1, 1, channels], rate, random))
    },
    infer: (input) => clone(input),
    outputShape: sameShape,
  })
}

/** Returns a layer that adds normal noise. */
export function gaussianNoise(name: string, seed: number, stddev: number): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => add(input, normal(input.shape, stddev, random)),
    infer: (input) => clone(input),
    outputShape: sameShape,
  })
}

/** 0 with probability `rate`, else 1 / (1 − rate), so that the expected sum stays. */
function keepMask(shape: number[], rate: number, random: RandomSource): Tensor {
  const mask = new Float32Array(shape.reduce((product, size) => product * size, 1))
  const threshold = rate * 2 ** 32
  const kept = 1 / (1 - rate)
  for (let index = 0; index < mask.length; index++) if (random.next() >= threshold) mask[index] = kept
  return tensor(mask, shape, 'float32')
}

/** Box and Muller's transform. */
function normal(shape: number[], stddev: number, random: RandomSource): Tensor {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
  for (let index = 0; index < values.length; index += 2) {
    const radius = stddev * Math.sqrt(-2 * Math.log((random.next() + 1) / 2 ** 32))
    const angle = (2 * Math.PI * random.next()) / 2 ** 32
    values[index] = radius * Math.cos(angle)
    if (index + 1 < values.length) values[index + 1] = radius * Math.sin(angle)
  }
  return tensor(values, shape, 'float32')
}
