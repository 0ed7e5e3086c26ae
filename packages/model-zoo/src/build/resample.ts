/** Images whose every output pixel is a weighted sum of few input pixels, with the gradient of that. */

import { customGrad, tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** A batch of images. */
export type ImageShape = [batch: number, height: number, width: number, channels: number]

/** Adds an input pixel's share to the output pixel that is being made. Pixels outside the image count as zeros. */
export type Take = (row: number, column: number, weight: number) => void

/** Takes what one output pixel is made of: `taps` times. */
export type Source = (row: number, column: number, take: Take) => void

/** Returns images of that size. `sourceOf` is asked once for each example. */
export function resample(
  input: Tensor,
  [height, width]: readonly [number, number],
  taps: number,
  sourceOf: () => Source,
): Tensor {
  const [batch, rows, columns, channels] = input.shape as ImageShape
  const from = new Int32Array(batch * height * width * taps)
  const weights = new Float32Array(from.length)
  let at = 0
  let example = 0
  const take: Take = (row, column, weight) => {
    const inside = row >= 0 && row < rows && column >= 0 && column < columns
    from[at] = inside ? ((example * rows + row) * columns + column) * channels : 0
    weights[at++] = inside ? weight : 0
  }
  for (; example < batch; example++) {
    const source = sourceOf()
    for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) source(row, column, take)
  }
  const plan = { from, weights, taps, channels }
  const operation = customGrad((value) => ({
    value: gather((value as Tensor).dataSync<'float32'>(), plan, [batch, height, width, channels]),
    gradFunc: (gradient: Tensor) => scatter(gradient.dataSync<'float32'>(), plan, input.shape),
  }))
  return operation(input)
}

interface Plan {
  readonly from: Int32Array
  readonly weights: Float32Array
  readonly taps: number
  readonly channels: number
}

function gather(values: Float32Array, { from, weights, taps, channels }: Plan, shape: ImageShape): Tensor {
  const output = new Float32Array((from.length / taps) * channels)
  for (let tap = 0; tap < from.length; tap++) {
    const to = Math.floor(tap / taps) * channels
    for (let channel = 0; channel < channels; channel++) {
      output[to + channel] += weights[tap] * values[from[tap] + channel]
    }
  }
  return tensor(output, shape, 'float32')
}

function scatter(gradient: Float32Array, { from, weights, taps, channels }: Plan, shape: number[]): Tensor {
  const output = new Float32Array(shape.reduce((product, size) => product * size, 1))
  for (let tap = 0; tap < from.length; tap++) {
    const of = Math.floor(tap / taps) * channels
    for (let channel = 0; channel < channels; channel++) {
      output[from[tap] + channel] += weights[tap] * gradient[of + channel]
    }
  }
  return tensor(output, shape, 'float32')
}
