/** A model's outputs and metrics on a part, as it will be used: without dropout or augmentation. */

import { dispose, tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { gather } from '../data/parts/part.js'
import type { Part } from '../data/parts/part.js'
import type { Loss } from './loss.js'
import { metricSums } from './metrics.js'
import type { ForecastScale } from '../data/tables/series.js'
import type { Metrics } from './metrics.js'

/** What evaluation needs of a training. */
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
  /** Row after row, before the activation that the loss takes over. */
  readonly outputs: Float32Array
}

/** Enough for the kernels to work well, and little enough for memory. */
const batchRows = 128

/** Work in batches that can be ended between two of them. */
export interface Stoppable {
  /** Awaited between batches, so that signals are heard. */
  readonly pause: () => Promise<void>
  /** Whether to end before the next batch. */
  readonly isStopped: () => boolean
}

/** Runs the model over a part; gives nothing when stopped on the way. */
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
