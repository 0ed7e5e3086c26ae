/** Frozen layers. They are marked here because TensorFlow.js's own mark changes the order of a model's weights. */

import type { layers, LayersModel } from '@tensorflow/tfjs-layers'

const frozen = new WeakSet<layers.Layer>()

export type Weight = LayersModel['weights'][number]

/** Marks layers as frozen by their ids, and returns their weights, which training must not change. */
export function freeze(model: LayersModel, ids: readonly string[]): ReadonlySet<Weight> {
  const all = ids.map((id) => model.getLayer(id))
  for (const layer of all) frozen.add(layer)
  return new Set(all.flatMap((layer) => layer.weights))
}

/** Returns whether a layer is marked as frozen. */
export function isFrozen(layer: layers.Layer): boolean {
  return frozen.has(layer)
}
