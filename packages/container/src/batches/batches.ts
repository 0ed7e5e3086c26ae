/**
 * The batches of an epoch as the model sees them. If the model begins with augmentation, a second thread makes a few of
 * them ahead of time. Their values do not depend on which thread makes them, or when.
 */

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'

import type { ResolvedLayer } from '@assay/core'
import { augmentation } from '@assay/model-zoo/augment'

import { startBatchThread } from './batch-thread.js'
import type { BatchThread } from './batch-thread.js'
import { gather, gatherTargets, storedRows } from '../data/parts/part.js'
import type { Part } from '../data/parts/part.js'
import { prepare } from './prepare-batch.js'
import type { Preparation } from './prepare-batch.js'

export interface Batch {
  readonly rows: number
  readonly values: Float32Array
  /** May be longer than the rows need. */
  readonly targets: Float64Array
}

export interface BatchSource {
  /** Ids of the layers whose work is already done in the batches. */
  readonly prepared: readonly string[]
  /** One example's shape. */
  readonly shape: readonly number[]
  /** Yields an epoch's batches, each valid until the next. `step` is the number of batches that those layers have seen. */
  readonly epoch: (order: Int32Array, step: number) => AsyncIterable<Batch>
  readonly close: () => Promise<void>
}

export interface BatchOptions {
  readonly part: Part
  readonly batchSize: number
  /** The model's layers. Without them, nothing is done ahead. */
  readonly layers?: readonly ResolvedLayer[] | undefined
  readonly seed: number
  /** The program of the second thread. It exists only in built code: sources run without one. */
  readonly program?: URL
}

/** Batches that are made ahead, at most. */
const mostAhead = 4

/** Returns a part's batches. */
export function batchSource({
  part,
  batchSize,
  layers = [],
  seed,
  program = new URL('./batch-program.js', import.meta.url),
}: BatchOptions): BatchSource {
  const augmented = augmentation(layers, part.inputShape, seed)
  const batches = (order: Int32Array): readonly (readonly [from: number, to: number])[] =>
    Array.from({ length: Math.ceil(order.length / batchSize) }, (_, at) => [
      at * batchSize,
      Math.min((at + 1) * batchSize, order.length),
    ])
  if (augmented.layers.length === 0) {
    const values = new Float32Array(Math.min(batchSize, part.rows) * part.width)
    const targets = new Float64Array(Math.min(batchSize, part.rows) * (part.targetWidth ?? 1))
    return {
      prepared: [],
      shape: part.inputShape,
      close: async () => undefined,
      async *epoch(order) {
        for (const [from, to] of batches(order)) {
          gather(part, order, from, to, values, targets)
          yield { rows: to - from, values: values.subarray(0, (to - from) * part.width), targets }
        }
      },
    }
  }
  const preparation: Preparation = { layers, inputShape: part.inputShape, seed, divisor: part.features.divisor }
  const canHelp = availableParallelism() > 1 && existsSync(program)
  const thread: BatchThread = canHelp ? startBatchThread(program, preparation) : sameThread(preparation)
  return {
    prepared: augmented.layers,
    shape: augmented.outputShape,
    close: thread.close,
    async *epoch(order, step) {
      const all = batches(order)
      const request = async (at: number): Promise<Batch> => {
        const [from, to] = all[at]
        const rows = () => storedRows(part, order, from, to)
        const values = await thread.prepare(rows, to - from, step + at)
        const targets = new Float64Array((to - from) * (part.targetWidth ?? 1))
        gatherTargets(part, order, from, to, targets)
        return { rows: to - from, values, targets }
      }
      const ahead: Promise<Batch>[] = []
      for (let at = 0; at < all.length; at++) {
        while (ahead.length < mostAhead && at + ahead.length < all.length) ahead.push(request(at + ahead.length))
        const batch = await (ahead.shift() as Promise<Batch>)
        yield batch
        thread.recycle(batch.values)
      }
    },
  }
}

function sameThread(preparation: Preparation): BatchThread {
  const prepared = prepare(preparation)
  return {
    prepare: async (stored, rows, step) => prepared(stored(), rows, step),
    recycle: () => undefined,
    close: async () => undefined,
  }
}
