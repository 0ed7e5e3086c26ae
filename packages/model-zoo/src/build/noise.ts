/** Dropout and noise with our own seeded masks. */

import type { Tensor } from '@tensorflow/tfjs-core'

import type { RandomSource } from '../augmentation/seeds.js'
import { RandomLayer } from './random-layer.js'
import { add, clone, mul, sub, tensor } from './tensorflow.js'

const sameShape = (shape: (number | null)[]): (number | null)[] => shape

/** Returns a layer that zeroes a share of the values and scales up the others. */
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

/** Returns a layer that zeroes whole channels of sequences. */
export function spatialDropout1d(name: string, seed: number, rate: number): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      const [batch, , channels] = input.shape as [number, number, number]
      return rate === 0 ? clone(input) : mul(input, keepMask([batch, 1, channels], rate, random))
    },
    infer: (input) => clone(input),
    outputShape: sameShape,
  })
}

/** SELU's limit for very negative values, which replaces dropped values in alpha dropout. */
const saturation = -1.6732632423543772 * 1.0507009873554805

/** Returns a layer that drops to SELU's lowest value, then scales and shifts so that mean and variance stay. */
export function alphaDropout(name: string, seed: number, rate: number): RandomLayer {
  const scale = ((1 - rate) * (1 + rate * saturation ** 2)) ** -0.5
  const shift = -scale * saturation * rate
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      if (rate === 0) return clone(input)
      const kept = mul(keepMask(input.shape, rate, random), 1 - rate) // 0 or 1
      const rest = add(mul(sub(1, kept), scale * saturation), shift)
      return add(mul(input, mul(kept, scale)), rest)
    },
    infer: (input) => clone(input),
    outputShape: sameShape,
  })
}

/** Returns a layer that multiplies by normal noise around 1. */
export function gaussianDropout(name: string, seed: number, rate: number): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => mul(input, add(1, normal(input.shape, Math.sqrt(rate / (1 - rate)), random))),
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

/** Small enough for the processor's cache, and many enough calls for the compiler to optimize the callee. */
const blockSize = 2048

/** 0 with probability `rate`, else 1 / (1 − rate), so that the expected sum stays. */
function keepMask(shape: number[], rate: number, random: RandomSource): Tensor {
  const mask = new Float32Array(shape.reduce((product, size) => product * size, 1))
  const limit = Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1)
  const [kept] = new Int32Array(Float32Array.of(1 / (1 - rate)).buffer)
  for (let from = 0; from < mask.length; from += blockSize) {
    const length = Math.min(blockSize, mask.length - from)
    random.fill(new Uint32Array(mask.buffer, from * 4, length))
    keepFrom(new Int32Array(mask.buffer, from * 4, length), limit | 0, kept)
  }
  return tensor(mask, shape, 'float32')
}

/** Replaces draws below the limit by 0 and the others by `kept`, without a branch that no processor could predict. */
function keepFrom(draws: Int32Array, limit: number, kept: number): void {
  const { length } = draws
  for (let index = 0; index < length; index++) {
    const draw = draws[index]
    // The sign bit is set if draw < limit, unsigned: Warren, Hacker's Delight, 2-12.
    const isBelow = ((~draw & limit) | (~(draw ^ limit) & (draw - limit))) >> 31
    draws[index] = kept & ~isBelow
  }
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
