/** Evaluates a model on a part as it will be used: without dropout or augmentation. */

import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { dispose, tensor, tidy } from '../base/tensorflow.js'
import { gather } from '../data/parts/part.js'
import type { Part } from '../data/parts/part.js'
import type { Loss } from './loss.js'
import { metricSums } from './metrics.js'
import type { ForecastScale } from '../data/tables/series.js'
import type { Metrics } from './metrics.js'

/** The part of a training that evaluation needs. */
export interface Evaluable {
  readonly model: LayersModel
  readonly loss: Loss
  readonly task: 'classification' | 'regression'
  /** Of forecasts. */
  readonly scale?: ForecastScale
}

/** Results on a part. */
export interface Evaluated {
  readonly metrics: Metrics
  /** Row by row, before the activation that the loss includes. */
  readonly outputs: Float32Array
}

/** Large enough for fast kernels, small enough for memory. */
const batchRows = 128

/** Work in batches that can be stopped between two of them. */
export interface Stoppable {
  /** Awaited between batches, so that signals are handled. */
  readonly pause: () => Promise<void>
  /** Returns whether to stop before the next batch. */
  readonly isStopped: () => boolean
}

/** Runs the model over a part. Returns undefined if it was stopped. */
export async function evaluate(
  { model, loss, task, scale }: Evaluable,
  part: Part,
  { pause, isStopped }: Stoppable,
): Promise<Evaluated | undefined> {
  const sums = metricSums(task, loss, scale)
  const width = model.outputs[0].shape[1] ?? 1
  const outputs = new Float32Array(part.rows * width)
  const batch = new Float32Array(Math.min(batchRows, part.rows) * part.width)
  const targets = new Float64Array(batchRows * (part.targetWidth ?? 1))
  const order = Int32Array.from({ length: part.rows }, (_, row) => row)
  for (let from = 0; from < part.rows; from += batchRows) {
    const to = Math.min(from + batchRows, part.rows)
    gather(part, order, from, to, batch, targets)
    const result = tidy(() => {
      const input = tensor(batch.subarray(0, (to - from) * part.width), [to - from, ...part.inputShape], 'float32')
      return model.apply(input, { training: false }) as Tensor
    })
    const values = result.dataSync<'float32'>()
    dispose(result)
    outputs.set(values, from * width)
    sums.add(values, targets, to - from)
    await pause()
    if (isStopped()) return undefined
  }
  return { metrics: sums.result(), outputs }
}
