/** Copies of a model's weights outside tensors, which further training does not change. */

import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { tensor } from '../base/tensorflow.js'

/** Each weight's values, moving statistics included, in the model's order. */
export type Weights = readonly Float32Array[]

export function copyWeights(model: LayersModel): Weights {
  return model.weights.map((weight) => weight.read().dataSync<'float32'>().slice())
}

/** Writes copied weights back, into this model or another one of the same layers. */
export function restoreWeights(model: LayersModel, weights: Weights): void {
  const tensors: Tensor[] = model.weights.map(({ shape }, index) =>
    tensor(weights[index], shape as number[], 'float32'),
  )
  model.weights.forEach((weight, index) => weight.write(tensors[index]))
  for (const each of tensors) each.dispose()
}
