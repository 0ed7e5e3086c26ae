/** Layers that are random in training, as what they are in inference: layers of TensorFlow.js itself. */

import { layers } from '@tensorflow/tfjs-layers'

import type { Arguments } from '../layer-definition.js'
import { tensorflowLayer } from './tensorflow-layer.js'
import type { LayerContext } from './tensorflow-layer.js'

const identities = new Set([
  'alpha_dropout',
  'cutout',
  'dropout',
  'gaussian_dropout',
  'gaussian_noise',
  'random_brightness',
  'random_contrast',
  'random_flip',
  'random_rotation',
  'random_translation',
  'random_zoom',
  'spatial_dropout1d',
  'spatial_dropout2d',
])

/** Returns the layer of that type for a model that is not trained any more. */
export function inferenceLayer(
  type: string,
  args: Arguments,
  context: LayerContext,
): layers.Layer | readonly layers.Layer[] {
  const { name, inputShape, outputShape } = context
  if (identities.has(type)) return layers.activation({ name, activation: 'linear' })
  if (type !== 'random_crop') return tensorflowLayer(type, args, context)
  const cropping = [0, 1].map((axis): [number, number] => {
    const all = inputShape[axis] - outputShape[axis]
    return [Math.floor(all / 2), Math.ceil(all / 2)]
  })
  return layers.cropping2D({ name, cropping: cropping as [[number, number], [number, number]] })
}
