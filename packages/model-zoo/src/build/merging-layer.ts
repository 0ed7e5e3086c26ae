/** The layer that merges the outputs of branches. */

import type { MergeName } from '../layers/structure.js'
import type { Layer } from './tensorflow.js'
import { layers } from './tensorflow.js'

/** Returns the layer for one value of a branch's `merge`. */
export function mergingLayer(merge: MergeName, name: string): Layer {
  return merging[merge](name)
}

const merging = {
  concatenate: (name) => layers.concatenate({ name, axis: -1 }),
  add: (name) => layers.add({ name }),
  multiply: (name) => layers.multiply({ name }),
  average: (name) => layers.average({ name }),
  maximum: (name) => layers.maximum({ name }),
  minimum: (name) => layers.minimum({ name }),
} satisfies Record<MergeName, (name: string) => Layer>
