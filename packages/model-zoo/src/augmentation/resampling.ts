/** Resamples images without tensors, on any thread. An output pixel is a weighted sum of a few input pixels. */

import { drawGrid } from './grid-resampling.js'
import type { GridGeometry } from './grid-resampling.js'
import type { RandomSource } from './seeds.js'

export type ImageShape = [batch: number, height: number, width: number, channels: number]

/** Adds an input pixel's share to the current output pixel. Pixels outside the image count as zeros. */
export type Take = (row: number, column: number, weight: number) => void

/** Calls `take` for each input pixel of one output pixel: as often as the geometry has taps. */
export type Source = (row: number, column: number, take: Take) => void

/** A random move of pixels. */
export type Geometry = PixelGeometry | GridGeometry

/** A move with its own source for each pixel. */
export interface PixelGeometry {
  readonly taps: 1 | 4
  /** Called once per image of `height` × `width`. */
  readonly sourceOf: (random: RandomSource, height: number, width: number) => Source
}

/** The input values of each output pixel, with their weights. */
export interface Resampling {
  readonly from: Int32Array
  readonly weights: Float32Array
  readonly taps: number
  readonly inputShape: ImageShape
  readonly outputShape: ImageShape
}

/** Draws the sources of a batch's pixels. */
export function drawResampling(geometry: Geometry, inputShape: ImageShape, random: RandomSource): Resampling {
  if ('gridOf' in geometry) return drawGrid(geometry, inputShape, random)
  const [batch, rows, columns, channels] = inputShape
  const { taps } = geometry
  const from = new Int32Array(batch * rows * columns * taps)
  const weights = new Float32Array(from.length)
  let at = 0
  let example = 0
  const take: Take = (row, column, weight) => {
    const inside = row >= 0 && row < rows && column >= 0 && column < columns
    from[at] = inside ? ((example * rows + row) * columns + column) * channels : 0
    weights[at++] = inside ? weight : 0
  }
  for (; example < batch; example++) {
    const source = geometry.sourceOf(random, rows, columns)
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) source(row, column, take)
  }
  return { from, weights, taps, inputShape, outputShape: inputShape }
}

/** Returns the output's values. */
export function resampled(values: Float32Array, resampling: Resampling): Float32Array {
  const { from, weights, taps, outputShape } = resampling
  if (taps === 1) return copied(values, resampling)
  const channels = outputShape[3]
  const output = new Float32Array((from.length / taps) * channels)
  for (let tap = 0, to = 0; tap < from.length; to += channels) {
    for (const end = tap + taps; tap < end; tap++) {
      const weight = weights[tap]
      const start = from[tap]
      for (let channel = 0; channel < channels; channel++) output[to + channel] += weight * values[start + channel]
    }
  }
  return output
}

/** For one tap: every output pixel copies one input pixel. */
function copied(values: Float32Array, { from, weights, outputShape }: Resampling): Float32Array {
  const channels = outputShape[3]
  const { length } = from
  const output = new Float32Array(length * channels)
  for (let pixel = 0, to = 0; pixel < length; pixel++) {
    const weight = weights[pixel]
    const start = from[pixel]
    // Adding 0 turns −0 into 0, as the sum over several taps does.
    for (let channel = 0; channel < channels; channel++) output[to++] = weight * values[start + channel] + 0
  }
  return output
}

/** Returns the gradient of the input for the gradient of the output. */
export function resampledBack(gradient: Float32Array, { from, weights, taps, inputShape }: Resampling): Float32Array {
  const channels = inputShape[3]
  const output = new Float32Array(inputShape.reduce((product, size) => product * size, 1))
  for (let tap = 0, of = 0; tap < from.length; of += channels) {
    for (const end = tap + taps; tap < end; tap++) {
      const weight = weights[tap]
      const start = from[tap]
      for (let channel = 0; channel < channels; channel++) output[start + channel] += weight * gradient[of + channel]
    }
  }
  return output
}
