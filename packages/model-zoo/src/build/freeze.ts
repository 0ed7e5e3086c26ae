/** Layers that are not trained. They are marked here, for TensorFlow.js's own mark changes the order of a model's weights. */

import type { layers, LayersModel } from '@tensorflow/tfjs-layers'

const frozen = new WeakSet<layers.Layer>()

/** A weight of a model. */
export type Weight = LayersModel['weights'][number]

/** Marks layers of a model by their ids, and returns their weights: those that training must leave as they are. */
export function freeze(model: LayersModel, ids: readonly string[]): ReadonlySet<Weight> {
  const all = ids.map((id) => model.getLayer(id))
  for (const layer of all) frozen.add(layer)
  return new Set(all.flatMap((layer) => layer.weights))
}

/** Whether a layer is marked. */
export function isFrozen(layer: layers.Layer): boolean {
  return frozen.has(layer)
}
