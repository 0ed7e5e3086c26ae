/** Layers that are random in training, as what they are in inference: layers of TensorFlow.js itself. */

import { layers } from '@tensorflow/tfjs-layers'

import type { Arguments } from '../definition/layer-definition.js'
import { centreCropping, isTrainingOnly } from '../definition/training-only.js'
import { tensorflowLayer } from './builders.js'
import type { LayerContext } from './builders.js'

/** Returns the layer of that type for a model that is not trained any more. */
export function inferenceLayer(
  type: string,
  args: Arguments,
  context: LayerContext,
): layers.Layer | readonly layers.Layer[] {
  const { name, inputShape, outputShape } = context
  if (!isTrainingOnly(type)) return tensorflowLayer(type, args, context)
  if (type !== 'random_crop') return layers.activation({ name, activation: 'linear' })
  return layers.cropping2D({ name, cropping: centreCropping(inputShape, outputShape) })
}
