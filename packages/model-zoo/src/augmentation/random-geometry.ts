/** Random rotations, shifts and zooms of images. Output pixels are read between the pixels of the input. */

import type { GridGeometry } from './grid-resampling.js'
import type { PixelGeometry, Source } from './resampling.js'
import { within } from './seeds.js'
import type { RandomSource } from './seeds.js'

/** How to read between pixels and outside the image. */
export interface Reading {
  readonly fillMode: string
  readonly interpolation: string
}

/** Output pixel → its place in the input, in fractions of pixels. */
type Place = (row: number, column: number) => readonly [row: number, column: number]

/** Turns each image around its center by up to `factor` of a full turn. */
export function randomRotation(factor: number, reading: Reading): PixelGeometry {
  return moving(reading, (random, height, width) => {
    const angle = within(random, 2 * Math.PI * factor)
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
    const [middle, center] = [(height - 1) / 2, (width - 1) / 2]
    return (row, column) => {
      const [y, x] = [row - middle, column - center]
      return [cosine * y + sine * x + middle, cosine * x - sine * y + center]
    }
  })
}

/** Shifts each image by up to these shares of its height and width. */
export function randomTranslation([vertical, horizontal]: readonly [number, number], reading: Reading): GridGeometry {
  return onGrid(reading, (random, height, width) => {
    const [down, right] = [within(random, vertical) * height, within(random, horizontal) * width]
    return { rowOf: (row) => row - down, columnOf: (column) => column - right }
  })
}

/** Zooms each image by up to these shares; without the second, by the first in both directions. */
export function randomZoom(
  [vertical, horizontal]: readonly [number, number | undefined],
  reading: Reading,
): GridGeometry {
  return onGrid(reading, (random, height, width) => {
    const tall = 1 + within(random, vertical)
    const wide = horizontal === undefined ? tall : 1 + within(random, horizontal)
    const [middle, center] = [(height - 1) / 2, (width - 1) / 2]
    return {
      rowOf: (row) => (row - middle) * tall + middle,
      columnOf: (column) => (column - center) * wide + center,
    }
  })
}

function onGrid(reading: Reading, gridOf: GridGeometry['gridOf']): GridGeometry {
  return { taps: tapsOf(reading), fill: (index, size) => fill(reading.fillMode, index, size), gridOf }
}

function moving(
  reading: Reading,
  placeOf: (random: RandomSource, height: number, width: number) => Place,
): PixelGeometry {
  return {
    taps: tapsOf(reading),
    sourceOf: (random, height, width) => source(placeOf(random, height, width), reading, height, width),
  }
}

function tapsOf({ interpolation }: Reading): 1 | 4 {
  return interpolation === 'nearest' ? 1 : 4
}

function source(place: Place, { fillMode, interpolation }: Reading, height: number, width: number): Source {
  const inside = (index: number, size: number): number => fill(fillMode, index, size)
  if (interpolation === 'nearest') {
    return (row, column, take) => {
      const [y, x] = place(row, column)
      take(inside(Math.round(y), height), inside(Math.round(x), width), 1)
    }
  }
  return (row, column, take) => {
    const [y, x] = place(row, column)
    const [top, left] = [Math.floor(y), Math.floor(x)]
    const [down, right] = [y - top, x - left]
    const rows = [inside(top, height), inside(top + 1, height)] as const
    const columns = [inside(left, width), inside(left + 1, width)] as const
    take(rows[0], columns[0], (1 - down) * (1 - right))
    take(rows[0], columns[1], (1 - down) * right)
    take(rows[1], columns[0], down * (1 - right))
    take(rows[1], columns[1], down * right)
  }
}

/** Maps an index outside the image to one inside: reflect `dcba|abcd|dcba`, wrap `abcd|abcd|abcd`. */
function fill(mode: string, index: number, size: number): number {
  switch (mode) {
    case 'nearest':
      return Math.min(Math.max(index, 0), size - 1)
    case 'wrap':
      return modulo(index, size)
    case 'reflect': {
      const turned = modulo(index, 2 * size)
      return turned < size ? turned : 2 * size - 1 - turned
    }
    default:
      return index
  }
}

function modulo(index: number, size: number): number {
  return ((index % size) + size) % size
}
