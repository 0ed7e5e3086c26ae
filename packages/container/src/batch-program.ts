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
}

/** The batch. */
export interface BatchAnswer {
  readonly id: number
  readonly values: Float32Array
}

const prepared = prepare(workerData as Preparation)

parentPort?.on('message', ({ id, stored, rows, step }: BatchRequest) => {
  const values = prepared(stored, rows, step)
  const answer: BatchAnswer = { id, values }
  parentPort?.postMessage(answer, [values.buffer as ArrayBuffer])
})
