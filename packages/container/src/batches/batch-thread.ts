/** A thread that prepares batches. If it ends early, this thread does its work: more slowly, but with the same bits. */

import { Worker } from 'node:worker_threads'

import type { BatchAnswer, BatchRequest } from './batch-program.js'
import { prepare } from './prepare-batch.js'
import type { Prepare, Preparation, Stored } from './prepare-batch.js'

/** Prepares batches. `stored` returns their rows; it may be called more than once. */
export interface BatchThread {
  readonly prepare: (stored: () => Stored, rows: number, step: number) => Promise<Float32Array>
  /**
   * Takes back values that `prepare` returned, to reuse their memory. With new memory for each batch, the garbage collector
   * would traverse the whole heap every few steps.
   */
  readonly recycle: (values: Float32Array) => void
  readonly close: () => Promise<void>
}

interface Waiting {
  readonly done: (values: Float32Array) => void
  readonly doHere: (prepared: Prepare) => void
}

/** Starts the thread. Calls `warn` if it ends early. */
export function startBatchThread(
  program: URL,
  preparation: Preparation,
  warn: (warning: string) => void = (warning) => process.emitWarning(warning),
): BatchThread {
  const worker = new Worker(program, { workerData: preparation })
  const waiting = new Map<number, Waiting>()
  const free: Float32Array[] = []
  let here: Prepare | undefined
  let last = 0
  let isClosed = false
  const fallBack = (why: string): void => {
    if (here || isClosed) return
    warn(`The thread that augments images ${why}; they are augmented on the training thread now.`)
    here = prepare(preparation)
    for (const { doHere } of waiting.values()) doHere(here)
    waiting.clear()
  }
  worker.on('message', ({ id, values }: BatchAnswer) => {
    waiting.get(id)?.done(values)
    waiting.delete(id)
  })
  worker.on('error', (error: Error) => fallBack(`failed (${error.message})`))
  worker.on('exit', (code) => fallBack(`ended with ${code}`))
  return {
    prepare: (stored, rows, step) => {
      if (here) return Promise.resolve(here(stored(), rows, step))
      return new Promise((done) => {
        const id = ++last
        waiting.set(id, { done, doHere: (prepared) => done(prepared(stored(), rows, step)) })
        const request: BatchRequest = { id, stored: stored(), rows, step, into: free.pop() }
        const given = [request.stored, ...(request.into ? [request.into] : [])]
        worker.postMessage(
          request,
          given.map(({ buffer }) => buffer as ArrayBuffer),
        )
      })
    },
    recycle: (values) => void (here || free.push(values)),
    close: async () => {
      isClosed = true
      await worker.terminate()
    },
  }
}
