/** The rows of one part, in memory or, if they are too many, on the disk; and functions that gather batches from them. */

import type { ChannelReader, Features, Statistics, StreamedFeatures } from '../channels/channel-reader.js'
import { scaleBy } from './scale.js'

/** One part's examples. */
export interface Part {
  readonly rows: number
  readonly features: Features | StreamedFeatures
  /** The number of values of one example. */
  readonly width: number
  readonly inputShape: readonly number[]
  readonly targets: Float64Array
  /** The number of targets of one example: the horizon of a forecast. Default: 1. */
  readonly targetWidth?: number
  /** The index of each example in its channel. */
  readonly indexes: Int32Array
}

/** The most bytes of features that a part keeps in memory. Larger parts stay on the disk. */
const mostBytesInMemory = 2 ** 30

/** Reads some rows of a channel. */
export async function readPart(
  channel: ChannelReader,
  indexes: Int32Array,
  statistics?: Statistics,
  bytesInMemory = mostBytesInMemory,
): Promise<Part> {
  const width = channel.inputShape.reduce((product, size) => product * size, 1)
  const isLarge = indexes.length * width > bytesInMemory
  return {
    rows: indexes.length,
    features: (isLarge && channel.stream?.(indexes, statistics)) || (await channel.read(indexes, statistics)),
    width,
    inputShape: channel.inputShape,
    targets: Float64Array.from(indexes, (index) => channel.targets[index]),
    indexes,
  }
}

/** Returns an example's features as stored. A model sees them divided by the divisor. */
export function rowOf({ features, width }: Part, row: number): Uint8Array | Float32Array {
  return 'row' in features ? features.row(row) : features.values.subarray(row * width, (row + 1) * width)
}

/** Writes the examples `order[from … to)` into `batch` as a model sees them, and their targets into `targets`. */
export function gather(
  part: Part,
  order: Int32Array,
  from: number,
  to: number,
  batch: Float32Array,
  targets: Float64Array,
): void {
  gatherTargets(part, order, from, to, targets)
  const scale = scaleBy(part.features.divisor)
  for (let position = from; position < to; position++) {
    scale(rowOf(part, order[position]), batch, (position - from) * part.width)
  }
}

/** Writes the targets of the examples `order[from … to)`. */
export function gatherTargets(part: Part, order: Int32Array, from: number, to: number, targets: Float64Array): void {
  const { targetWidth = 1 } = part
  for (let position = from, at = 0; position < to; position++) {
    for (let step = 0; step < targetWidth; step++) targets[at++] = part.targets[order[position] * targetWidth + step]
  }
}

/** Returns a copy of the examples `order[from … to)`, at least one, as stored. */
export function storedRows(part: Part, order: Int32Array, from: number, to: number): Uint8Array | Float32Array {
  const first = rowOf(part, order[from])
  const size = (to - from) * part.width
  const stored = first instanceof Float32Array ? new Float32Array(size) : new Uint8Array(size)
  for (let position = from; position < to; position++) {
    stored.set(rowOf(part, order[position]), (position - from) * part.width)
  }
  return stored
}
