/** Replaces layers that are random in training by TensorFlow.js's own layers, for inference. */

import { centerCropping } from '../definition/center-cropping.js'
import type { Arguments } from '../definition/layer-definition.js'
import { vocabulary } from '../vocabulary/vocabulary.js'
import { tensorflowLayer } from './builders.js'
import type { LayerContext } from './builders.js'
import type { Layer } from './tensorflow.js'
import { layers } from './tensorflow.js'

/** Returns the layer for a model that is no longer trained. */
export function inferenceLayer(type: string, args: Arguments, context: LayerContext): Layer | readonly Layer[] {
  const { name, inputShape, outputShape } = context
  switch (vocabulary.get(type)?.inference) {
    case undefined:
      return tensorflowLayer(type, args, context)
    case 'identity':
      return layers.activation({ name, activation: 'linear' })
    case 'center_crop':
      return layers.cropping2D({ name, cropping: centerCropping(inputShape, outputShape) })
  }
}
