/** Random flips and crops of images: each output pixel is a copy of one input pixel. */

import { customGrad, slice, tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { RandomLayer } from './random-layer.js'
import type { RandomSource } from './seeds.js'

/** Where an output pixel of one example comes from. */
type Move = (row: number, column: number) => readonly [row: number, column: number]

type ImageShape = [batch: number, height: number, width: number, channels: number]

/** Returns a layer that mirrors each image with probability ½ in each direction of `mode`. */
export function randomFlip(name: string, seed: number, mode: string): RandomLayer {
  const horizontal = mode !== 'vertical'
  const vertical = mode !== 'horizontal'
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      const [, height, width] = input.shape as ImageShape
      return movePixels(input, height, width, () => {
        const mirror = horizontal && chance(random)
        const turn = vertical && chance(random)
        return (row, column) => [turn ? height - 1 - row : row, mirror ? width - 1 - column : column]
      })
    },
    infer: (input) => input.clone(),
    outputShape: (shape) => shape,
  })
}

/** Returns a layer that cuts a window out of each image, at random in training and from the centre in inference. */
export function randomCrop(name: string, seed: number, height: number, width: number): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => {
      const [, rows, columns] = input.shape as ImageShape
      return movePixels(input, height, width, () => {
        const top = below(random, rows - height + 1)
        const left = below(random, columns - width + 1)
        return (row, column) => [top + row, left + column]
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

function movePixels(input: Tensor, height: number, width: number, moveOf: () => Move): Tensor {
  const [batch, rows, columns, channels] = input.shape as ImageShape
  const sources = new Int32Array(batch * height * width)
  for (let example = 0, to = 0; example < batch; example++) {
    const move = moveOf()
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const [fromRow, fromColumn] = move(row, column)
        sources[to++] = ((example * rows + fromRow) * columns + fromColumn) * channels
      }
    }
  }
  const outputShape: ImageShape = [batch, height, width, channels]
  const operation = customGrad((value) => ({
    value: gather(value as Tensor, sources, channels, outputShape),
    gradFunc: (gradient: Tensor) => scatter(gradient, sources, channels, input.shape),
  }))
  return operation(input)
}

function gather(input: Tensor, sources: Int32Array, channels: number, shape: ImageShape): Tensor {
  const from = input.dataSync()
  const output = new Float32Array(sources.length * channels)
  for (let pixel = 0; pixel < sources.length; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      output[pixel * channels + channel] = from[sources[pixel] + channel]!
    }
  }
  return tensor(output, shape, 'float32')
}

function scatter(gradient: Tensor, sources: Int32Array, channels: number, shape: number[]): Tensor {
  const from = gradient.dataSync()
  const output = new Float32Array(shape.reduce((product, size) => product * size, 1))
  for (let pixel = 0; pixel < sources.length; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      output[sources[pixel] + channel] += from[pixel * channels + channel]
    }
  }
  return tensor(output, shape, 'float32')
}

function chance(random: RandomSource): boolean {
  return random.next() >= 2 ** 31
}

function below(random: RandomSource, limit: number): number {
  return Math.floor((random.next() / 2 ** 32) * limit)
}
