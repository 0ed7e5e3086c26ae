/** Layers that add noise in training and do nothing in inference. */

import type { ArgumentRule } from '@assay/core'

import type { LayerDefinition, LayerFamily } from '../definition/layer-definition.js'
import { requireRank } from '../definition/shape.js'

// A rate of 1 would scale the kept values by infinity.
const rate: ArgumentRule = { type: 'number', minimum: 0, maximum: 0.999, required: true }

export const regularizationLayers = {
  dropout: noisy('Dropout', { rate }),
  spatial_dropout2d: {
    ...noisy('SpatialDropout2D', { rate }),
    measure(_args, input) {
      requireRank(input, 3, 'spatial_dropout2d', '[height, width, channels]')
      return { outputShape: input, flops: 0 }
    },
  },
  spatial_dropout1d: {
    ...noisy('SpatialDropout1D', { rate }),
    measure(_args, input) {
      requireRank(input, 2, 'spatial_dropout1d', '[length, channels]')
      return { outputShape: input, flops: 0 }
    },
  },
  // For SELU networks: keeps mean and variance. Klambauer et al. 2017, https://arxiv.org/abs/1706.02515
  alpha_dropout: noisy('AlphaDropout', { rate }),
  // Multiplies by noise of mean 1 and variance rate / (1 − rate).
  gaussian_dropout: noisy('GaussianDropout', { rate }),
  gaussian_noise: noisy('GaussianNoise', { stddev: { type: 'number', minimum: 0, required: true } }),
} satisfies LayerFamily

function noisy(keras: string, args: LayerDefinition['arguments']): LayerDefinition {
  return {
    arguments: args,
    keras,
    inference: 'identity',
    measure: (_args, input) => ({ outputShape: input, flops: 0 }),
  }
}
