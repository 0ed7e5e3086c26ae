/** A layer that moves pixels at random, with its gradient. */

import type { Tensor } from '@tensorflow/tfjs-core'

import { drawResampling, resampled, resampledBack } from '../augmentation/resampling.js'
import type { Geometry, ImageShape } from '../augmentation/resampling.js'
import type { RandomSource } from '../augmentation/seeds.js'
import { RandomLayer } from './random-layer.js'
import type { RandomBehavior } from './random-layer.js'
import { customGrad, tensor } from './tensorflow.js'

/** Returns the layer. `inference` overrides its behavior in inference, which by default keeps the input. */
export function geometric(
  name: string,
  seed: number,
  geometry: Geometry,
  inference: Partial<RandomBehavior> = {},
): RandomLayer {
  return new RandomLayer(name, seed, {
    train: (input, random) => resample(input, geometry, random),
    infer: (input) => input.clone(),
    outputShape: (shape) => shape,
    ...inference,
  })
}

function resample(input: Tensor, geometry: Geometry, random: RandomSource): Tensor {
  const drawn = drawResampling(geometry, input.shape as ImageShape, random)
  const operation = customGrad((value) => ({
    value: tensor(resampled((value as Tensor).dataSync<'float32'>(), drawn), drawn.outputShape, 'float32'),
    gradFunc: (gradient: Tensor) =>
      tensor(resampledBack(gradient.dataSync<'float32'>(), drawn), drawn.inputShape, 'float32'),
  }))
  return operation(input)
}
