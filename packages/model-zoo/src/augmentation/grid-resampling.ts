/**
 * Changes that move whole rows and columns: flips, crops, shifts, zooms. The source of each row and column is computed once
 * per image, not once per pixel.
 */

import type { ImageShape, Resampling } from './resampling.js'
import type { RandomSource } from './seeds.js'

/** A random move of rows and columns. */
export interface GridGeometry {
  /** Height and width of the output. Default: those of the input. */
  readonly size?: readonly [height: number, width: number]
  /** 1: the nearest pixel; 4: interpolated between pixels. */
  readonly taps: 1 | 4
  /** Maps an index outside the image to one inside. If the result is still outside, the pixel is zero. */
  readonly fill: (index: number, size: number) => number
  /** Called once per image of `height` × `width`. */
  readonly gridOf: (random: RandomSource, height: number, width: number) => Grid
}

/** Output row or column → its place in the input, in fractions of pixels. */
export interface Grid {
  readonly rowOf: (row: number) => number
  readonly columnOf: (column: number) => number
}

/** The sources of one image's rows, or of its columns. */
interface Axis {
  /** The input index; −1 if it is outside. */
  readonly first: Int32Array
  /** Its next neighbour. */
  readonly second: Int32Array
  /** Distance from the first, from 0 to 1. */
  readonly share: Float64Array
}

/** Draws the sources of a batch's pixels. */
export function drawGrid(geometry: GridGeometry, inputShape: ImageShape, random: RandomSource): Resampling {
  const [batch, rows, columns, channels] = inputShape
  const { taps, size: [height, width] = [rows, columns] } = geometry
  const from = new Int32Array(batch * height * width * taps)
  const weights = new Float32Array(from.length)
  const [vertical, horizontal] = [newAxis(height), newAxis(width)]
  const write = taps === 1 ? writeNearest : writeBetween
  for (let example = 0; example < batch; example++) {
    const { rowOf, columnOf } = geometry.gridOf(random, rows, columns)
    readAxis(vertical, rowOf, rows, geometry)
    readAxis(horizontal, columnOf, columns, geometry)
    const image = { from, weights, at: example * height * width * taps, first: example * rows, columns, channels }
    write(image, vertical, horizontal)
  }
  return { from, weights, taps, inputShape, outputShape: [batch, height, width, channels] }
}

function newAxis(length: number): Axis {
  return { first: new Int32Array(length), second: new Int32Array(length), share: new Float64Array(length) }
}

function readAxis(axis: Axis, placeOf: (index: number) => number, size: number, { taps, fill }: GridGeometry): void {
  const inside = (index: number): number => {
    const filled = fill(index, size)
    return filled >= 0 && filled < size ? filled : -1
  }
  for (let index = 0; index < axis.first.length; index++) {
    const place = placeOf(index)
    const first = taps === 1 ? Math.round(place) : Math.floor(place)
    axis.first[index] = inside(first)
    axis.second[index] = inside(first + 1)
    axis.share[index] = place - first
  }
}

/** The part of a batch's arrays that belongs to one image. */
interface ImageTaps {
  readonly from: Int32Array
  readonly weights: Float32Array
  readonly at: number
  /** The image's first row in the batch. */
  readonly first: number
  readonly columns: number
  readonly channels: number
}

function writeNearest({ from, weights, at, first, columns, channels }: ImageTaps, rows: Axis, across: Axis): void {
  const [height, width] = [rows.first.length, across.first.length]
  for (let row = 0, tap = at; row < height; row++) {
    const source = rows.first[row]
    const start = (first + source) * columns
    for (let column = 0; column < width; column++, tap++) {
      const place = across.first[column]
      if (source < 0 || place < 0) continue
      from[tap] = (start + place) * channels
      weights[tap] = 1
    }
  }
}

function writeBetween(image: ImageTaps, rows: Axis, across: Axis): void {
  const { from, weights, columns, channels } = image
  const [height, width] = [rows.first.length, across.first.length]
  let { at } = image
  const take = (row: number, column: number, weight: number): void => {
    if (row >= 0 && column >= 0) {
      from[at] = ((image.first + row) * columns + column) * channels
      weights[at] = weight
    }
    at++
  }
  for (let row = 0; row < height; row++) {
    const top = rows.first[row]
    const bottom = rows.second[row]
    const down = rows.share[row]
    for (let column = 0; column < width; column++) {
      const left = across.first[column]
      const next = across.second[column]
      const right = across.share[column]
      take(top, left, (1 - down) * (1 - right))
      take(top, next, (1 - down) * right)
      take(bottom, left, down * (1 - right))
      take(bottom, next, down * right)
    }
  }
}
