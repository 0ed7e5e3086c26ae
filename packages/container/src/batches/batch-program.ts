/** The program of the thread that prepares batches; `batch-thread.ts` starts it. */

import { parentPort, workerData } from 'node:worker_threads'

import { prepare } from './prepare-batch.js'
import type { Preparation, Stored } from './prepare-batch.js'

/** Asks for a batch. */
export interface BatchRequest {
  readonly id: number
  readonly stored: Stored
  readonly rows: number
  readonly step: number
  /** An earlier answer's values, whose memory is free again. */
  readonly into?: Float32Array | undefined
}

/** The batch. */
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
