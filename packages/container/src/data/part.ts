/** The rows of one part, in memory, and how batches are gathered from them. */

import type { ChannelReader, Features, Statistics } from './channel-reader.js'

/** One part's examples. */
export interface Part {
  readonly rows: number
  readonly features: Features
  /** Values of one example. */
  readonly width: number
  readonly inputShape: readonly number[]
  readonly targets: Float64Array
  /** Where each example stands in its channel. */
  readonly indexes: Int32Array
}

/** Reads some rows of a channel. */
export async function readPart(channel: ChannelReader, indexes: Int32Array, statistics?: Statistics): Promise<Part> {
  return {
    rows: indexes.length,
    features: await channel.read(indexes, statistics),
    width: channel.inputShape.reduce((product, size) => product * size, 1),
    inputShape: channel.inputShape,
    targets: Float64Array.from(indexes, (index) => channel.targets[index]),
    indexes,
  }
}

/** Writes the examples `order[from … to)` into `batch` as a model sees them, and their targets into `targets`. */
export function gather(
  { features: { values, divisor }, width, targets: all }: Part,
  order: Int32Array,
  from: number,
  to: number,
  batch: Float32Array,
  targets: Float64Array,
): void {
  for (let position = from, at = 0; position < to; position++) {
    const row = order[position]
    targets[position - from] = all[row]
    const start = row * width
    if (divisor === 1) {
      batch.set(values.subarray(start, start + width), at)
      at += width
    } else {
      for (let index = start; index < start + width; index++) batch[at++] = values[index] / divisor
    }
  }
}
