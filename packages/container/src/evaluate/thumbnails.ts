/** Images of single rows as PNG files. */

import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

import { writePng } from '../data/images/image-folder.js'
import { gather } from '../data/parts/part.js'
import type { Part } from '../data/parts/part.js'

/** Longer sides are scaled down to this many pixels. */
const longest = 128

/** Returns whether the part's rows are images, in gray or in color. */
export function isImages({ inputShape }: Part): boolean {
  return inputShape.length === 3 && (inputShape[2] === 1 || inputShape[2] === 3)
}

/** Writes one row of a part of images as the model sees it. */
export async function writeThumbnail(part: Part, row: number, file: string): Promise<void> {
  const values = new Float32Array(part.width)
  gather(part, Int32Array.of(row), 0, 1, values, new Float64Array(1))
  const pixels = Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round(value * 255))))
  mkdirSync(dirname(file), { recursive: true })
  await writePng(pixels, part.inputShape, longest, file)
}
