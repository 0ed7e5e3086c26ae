/** Adapts a model to the training data before training: computes the statistics of its normalization layers. */

import { adapt } from '@assay/model-zoo/build'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { dispose, tensor } from '../base/tensorflow.js'
import { gather } from '../data/parts/part.js'
import type { Part } from '../data/parts/part.js'

const batchRows = 256

/** Adapts every `normalization` without arguments to the training part. */
export function adaptModel(model: LayersModel, part: Part): void {
  if (part.rows > 0) adapt(model, () => batches(part))
}

function* batches(part: Part): Iterable<Tensor> {
  const values = new Float32Array(Math.min(batchRows, part.rows) * part.width)
  const targets = new Float64Array(batchRows * (part.targetWidth ?? 1))
  const order = Int32Array.from({ length: part.rows }, (_, row) => row)
  for (let from = 0; from < part.rows; from += batchRows) {
    const to = Math.min(from + batchRows, part.rows)
    gather(part, order, from, to, values, targets)
    const batch = tensor(values.slice(0, (to - from) * part.width), [to - from, ...part.inputShape], 'float32')
    yield batch
    dispose(batch)
  }
}
