/** The program of the worker thread that prepares batches. `batch-thread.ts` starts it. */

import { parentPort, workerData } from 'node:worker_threads'

import { prepare } from './prepare-batch.js'
import type { Preparation, Stored } from './prepare-batch.js'

/** A message to the thread: asks for a batch. */
export interface BatchRequest {
  readonly id: number
  readonly stored: Stored
  readonly rows: number
  readonly step: number
  /** The values of an earlier answer, whose memory can be reused. */
  readonly into?: Float32Array | undefined
}

/** A message from the thread: the batch. */
export interface BatchAnswer {
  readonly id: number
  readonly values: Float32Array
}

const prepared = prepare(workerData as Preparation)

parentPort?.on('message', ({ id, stored, rows, step, into }: BatchRequest) => {
  const made = prepared(stored, rows, step)
  const values = into?.length === made.length ? into : made
  if (values !== made) values.set(made)
  const answer: BatchAnswer = { id, values }
  parentPort?.postMessage(answer, [values.buffer as ArrayBuffer])
})
