/** All layers, and the names of Keras layers that are not available yet. */

import type { LayerType } from '@assay/core'

import type { LayerDefinition } from '../definition/layer-definition.js'
import { activationLayers } from '../layers/activation.js'
import { augmentationLayers } from '../layers/augmentation.js'
import { convolutionLayers } from '../layers/convolution.js'
import { denseLayers } from '../layers/dense.js'
import { embeddingLayers } from '../layers/embedding.js'
import { normalizationLayers } from '../layers/normalization.js'
import { poolingLayers } from '../layers/pooling.js'
import { preprocessingLayers } from '../layers/preprocessing.js'
import { recurrentLayers } from '../layers/recurrent.js'
import { regularizationLayers } from '../layers/regularization.js'
import { reshapingLayers } from '../layers/reshaping.js'
import { structuralLayers } from '../layers/structure.js'
import { textLayers } from '../layers/text.js'

const definitions = {
  ...denseLayers,
  ...convolutionLayers,
  ...poolingLayers,
  ...recurrentLayers,
  ...textLayers,
  ...embeddingLayers,
  ...normalizationLayers,
  ...regularizationLayers,
  ...activationLayers,
  ...reshapingLayers,
  ...augmentationLayers,
  ...preprocessingLayers,
  ...structuralLayers,
}

export type LayerName = keyof typeof definitions

/** Every layer, by name. */
export const vocabulary: ReadonlyMap<string, LayerType & LayerDefinition> = new Map(
  Object.entries<LayerDefinition>(definitions).map(([name, definition]) => [name, { name, ...definition }]),
)

/** Keras layers that are planned: using one is reported as such, not as a typing error. */
export const layersNotAvailableYet: readonly string[] = [
  'additive_attention',
  'attention',
  'average_pooling3d',
  'category_encoding',
  'center_crop',
  'conv1d_transpose',
  'conv3d',
  'conv3d_transpose',
  'conv_lstm2d',
  'cropping3d',
  'depthwise_conv1d',
  'discretization',
  'einsum_dense',
  'global_average_pooling3d',
  'global_max_pooling3d',
  'group_normalization',
  'group_query_attention',
  'hashing',
  'integer_lookup',
  'lambda',
  'masking',
  'max_pooling3d',
  'multi_head_attention',
  'random_height',
  'random_width',
  'resizing',
  'rms_normalization',
  'separable_conv1d',
  'spatial_dropout3d',
  'spectral_normalization',
  'string_lookup',
  'thresholded_relu',
  'time_distributed',
  'unit_normalization',
  'up_sampling3d',
  'zero_padding3d',
]

/** Architectures that are planned. */
export const architecturesNotAvailableYet: readonly string[] = [
  'densenet',
  'efficientnet',
  'inception',
  'transformer',
  'unet',
  'wide-resnet',
]
