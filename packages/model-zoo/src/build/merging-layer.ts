/** The layer that merges the outputs of branches. */

import { layers } from '@tensorflow/tfjs-layers'

import type { MergeName } from '../layers/structure.js'

/** Returns the layer for one value of a branch's `merge`. */
export function mergingLayer(merge: MergeName, name: string): layers.Layer {
  return merging[merge](name)
}

const merging = {
  concatenate: (name) => layers.concatenate({ name, axis: -1 }),
  add: (name) => layers.add({ name }),
  multiply: (name) => layers.multiply({ name }),
  average: (name) => layers.average({ name }),
  maximum: (name) => layers.maximum({ name }),
  minimum: (name) => layers.minimum({ name }),
} satisfies Record<MergeName, (name: string) => layers.Layer>
