/** Leakage: held-out rows that are also training rows. A model may have memorized them, so its results are too good. */

import { rowOf } from './part.js'
import type { Part } from './part.js'

/** The number of held-out rows that have a twin among the training rows. */
export interface Leakage {
  readonly validation: number
  readonly test: number
}

const { imul } = Math

/** Values of a row that are hashed. Rows with equal hashes are compared whole. */
const sampledValues = 256

/**
 * Counts the rows of each held-out part with the features of a training row. Rows of tables must have the same target too,
 * because rows of few categories are often alike.
 */
export function findLeakage({ train, validation, test }: Readonly<Record<'train' | keyof Leakage, Part>>): Leakage {
  const known = new Map<number, number[]>()
  const isKnown = (part: Part, row: number): boolean =>
    (known.get(hashOf(part, row)) ?? []).some((candidate) => areTwins(train, candidate, part, row))
  for (let row = 0; row < train.rows; row++) {
    const hash = hashOf(train, row)
    const alike = known.get(hash)
    if (!alike) known.set(hash, [row])
    else if (!alike.some((candidate) => areTwins(train, candidate, train, row))) alike.push(row)
  }
  const count = (part: Part): number => {
    let twins = 0
    for (let row = 0; row < part.rows; row++) if (isKnown(part, row)) twins++
    return twins
  }
  return { validation: count(validation), test: count(test) }
}

/** FNV-1a over evenly spaced values. @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv-21 */
function hashOf(part: Part, row: number): number {
  const bits = bitsOf(rowOf(part, row))
  const step = Math.max(1, Math.floor(bits.length / sampledValues))
  let hash = 0x811c9dc5
  for (let index = 0; index < bits.length; index += step) hash = imul(hash ^ bits[index], 0x01000193)
  return hash
}

/** Returns bytes as they are, and floats as their bits. */
function bitsOf(values: Uint8Array | Float32Array): Uint8Array | Uint32Array {
  return values.BYTES_PER_ELEMENT === 1
    ? (values as Uint8Array)
    : new Uint32Array(values.buffer, values.byteOffset, values.length)
}

function areTwins(one: Part, row: number, other: Part, otherRow: number): boolean {
  const [values, otherValues] = [rowOf(one, row), rowOf(other, otherRow)]
  if (values.some((value, index) => value !== otherValues[index])) return false
  if (one.features.divisor === 255) return true
  const { targetWidth: width = 1 } = one
  const targets = one.targets.subarray(row * width, (row + 1) * width)
  return targets.every((value, step) => value === other.targets[otherRow * width + step])
}
