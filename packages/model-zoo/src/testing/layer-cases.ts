/** Layers, inputs and arguments for comparing inference with TensorFlow.js. */

import type { ResolvedLayer, ResolvedValue } from '@assay/core'

/** One layer on one input shape. */
export interface LayerCase {
  readonly type: string
  readonly input: readonly number[]
  readonly args: Readonly<Record<string, ResolvedValue>>
}

const image = [9, 7, 3]
const sequence = [11, 4]

function combinations(
  type: string,
  input: readonly number[],
  choices: Readonly<Record<string, readonly ResolvedValue[]>>,
): LayerCase[] {
  return Object.entries(choices)
    .reduce<Record<string, ResolvedValue>[]>(
      (all, [name, values]) => all.flatMap((args) => values.map((value) => ({ ...args, [name]: value }))),
      [{}],
    )
    .map((args) => ({ type, input, args }))
}

export function layer(id: string, type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer {
  return { id, type, args }
}

/** Cases for every layer but `repeat`, which is unrolled earlier, and `text_vectorization`, which needs no tensors. */
export const layerCases: readonly LayerCase[] = [
  ...combinations('dense', [5], { units: [1, 7], use_bias: [true, false], activation: ['linear', 'relu', 'silu'] }),
  ...combinations('dense', image, {
    units: [6],
    kernel_initializer: ['he_normal', 'lecun_uniform', 'truncated_normal'],
  }),
  ...combinations('conv1d', sequence, {
    filters: [5],
    kernel_size: [1, 3, [4]],
    strides: [1, 2],
    padding: ['valid', 'same'],
    use_bias: [true, false],
  }),
  ...combinations('conv2d', image, {
    filters: [1, 6],
    kernel_size: [1, 3, [2, 5], 7],
    strides: [1, 2, [3, 1]],
    padding: ['valid', 'same'],
    use_bias: [true, false],
  }),
  ...combinations('depthwise_conv2d', image, {
    kernel_size: [1, 3, [2, 5]],
    strides: [1, 2],
    padding: ['valid', 'same'],
    depth_multiplier: [1, 2],
  }),
  ...combinations('separable_conv2d', image, {
    filters: [4],
    kernel_size: [1, 3],
    strides: [1, 2],
    padding: ['valid', 'same'],
    depth_multiplier: [1, 3],
    use_bias: [true, false],
  }),
  ...['max_pooling2d', 'average_pooling2d'].flatMap((type) => [
    { type, input: image, args: {} },
    ...combinations(type, image, { pool_size: [2, [3, 2]], strides: [1, 2, 3], padding: ['valid', 'same'] }),
  ]),
  ...['max_pooling1d', 'average_pooling1d'].flatMap((type) => [
    { type, input: sequence, args: {} },
    ...combinations(type, sequence, { pool_size: [2, 3], strides: [1, 2], padding: ['valid', 'same'] }),
  ]),
  ...combinations('conv2d_transpose', image, {
    filters: [4],
    kernel_size: [1, 3, [2, 4]],
    strides: [1, 2, [3, 1]],
    padding: ['valid', 'same'],
    use_bias: [true, false],
  }),
  ...['lstm', 'gru', 'simple_rnn'].flatMap((type) => [
    ...combinations(type, sequence, {
      units: [1, 5],
      return_sequences: [true, false],
      go_backwards: [true, false],
      use_bias: [true, false],
    }),
    ...['concat', 'sum', 'mul', 'ave'].map((merge) => ({
      type: 'bidirectional',
      input: sequence,
      args: { layers: [layer('inner', type, { units: 3, return_sequences: merge !== 'sum' })], merge_mode: merge },
    })),
  ]),
  { type: 'embedding', input: [11], args: { input_dim: 9, output_dim: 4 } },
  { type: 'dense', input: [5], args: { units: 3, kernel_regularizer: { l2: 0.01 }, bias_regularizer: { l1: 0 } } },
  { type: 'dense', input: [5], args: { units: 8, kernel_initializer: 'orthogonal' } },
  { type: 'conv2d', input: image, args: { filters: 2, kernel_size: 3, kernel_initializer: 'orthogonal' } },
  { type: 'global_max_pooling1d', input: sequence, args: {} },
  { type: 'global_average_pooling1d', input: sequence, args: {} },
  { type: 'global_max_pooling2d', input: image, args: {} },
  { type: 'global_average_pooling2d', input: image, args: {} },
  ...combinations('batch_normalization', image, { center: [true, false], scale: [true, false] }),
  { type: 'batch_normalization', input: [5], args: { momentum: 0.9, epsilon: 0.01 } },
  ...combinations('layer_normalization', [6], { center: [true, false], scale: [true, false] }),
  { type: 'layer_normalization', input: image, args: {} },
  { type: 'dropout', input: image, args: { rate: 0.5 } },
  { type: 'dropout', input: [4], args: { rate: 0 } },
  { type: 'spatial_dropout2d', input: image, args: { rate: 0.2 } },
  { type: 'spatial_dropout1d', input: sequence, args: { rate: 0.2 } },
  { type: 'alpha_dropout', input: [4], args: { rate: 0.2 } },
  { type: 'gaussian_dropout', input: [4], args: { rate: 0.2 } },
  { type: 'gaussian_noise', input: [4], args: { stddev: 0.1 } },
  ...combinations('activation', [4], {
    activation: ['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'tanh', 'softmax', 'softplus', 'softsign'],
  }),
  ...combinations('activation', image, { activation: ['swish', 'silu', 'gelu', 'mish', 'softmax'] }),
  { type: 'relu', input: image, args: {} },
  { type: 'relu', input: [4], args: { max_value: 6 } },
  { type: 'leaky_relu', input: [4], args: { negative_slope: 0.1 } },
  { type: 'leaky_relu', input: image, args: {} },
  { type: 'elu', input: image, args: {} },
  { type: 'softmax', input: [4], args: {} },
  { type: 'prelu', input: image, args: {} },
  { type: 'flatten', input: image, args: {} },
  { type: 'flatten', input: [4], args: {} },
  { type: 'reshape', input: image, args: { target_shape: [21, 9] } },
  { type: 'reshape', input: image, args: { target_shape: 189 } },
  ...combinations('zero_padding2d', image, { padding: [0, 1, [2, 3]] }),
  ...combinations('zero_padding1d', sequence, { padding: [0, 1, 3] }),
  ...combinations('cropping1d', sequence, { cropping: [0, 1, 5, [2, 0], [0, 3]] }),
  ...combinations('cropping2d', image, { cropping: [0, 1, [2, 3]] }),
  ...combinations('up_sampling2d', image, { size: [1, 2, [1, 3]] }),
  ...combinations('up_sampling1d', sequence, { size: [1, 2, 3] }),
  { type: 'permute', input: image, args: { dims: [3, 1, 2] } },
  { type: 'repeat_vector', input: [4], args: { n: 3 } },
  ...combinations('random_flip', image, { mode: ['horizontal', 'vertical', 'horizontal_and_vertical'] }),
  { type: 'random_crop', input: image, args: { height: 8, width: 5 } },
  { type: 'random_crop', input: image, args: { padding: 4 } },
  { type: 'random_crop', input: image, args: { height: 5, padding: 1 } },
  ...['reflect', 'constant', 'wrap', 'nearest'].flatMap((mode): LayerCase[] => [
    { type: 'random_rotation', input: image, args: { factor: 0.1, fill_mode: mode } },
    { type: 'random_translation', input: image, args: { height_factor: 0.1, width_factor: 0.2, fill_mode: mode } },
    { type: 'random_zoom', input: image, args: { height_factor: 0.1, fill_mode: mode, interpolation: 'nearest' } },
  ]),
  { type: 'random_contrast', input: image, args: { factor: 0.2 } },
  { type: 'random_brightness', input: image, args: { factor: 0.2 } },
  { type: 'cutout', input: image, args: { size: 4 } },
  { type: 'mix_up', input: image, args: {} },
  { type: 'normalization', input: image, args: {} },
  { type: 'rescaling', input: image, args: { scale: 2, offset: -1 } },
  { type: 'normalization', input: [4], args: { mean: 0.5, variance: 0.25 } },
  {
    type: 'residual',
    input: image,
    args: { layers: [layer('a', 'conv2d', { filters: 3, kernel_size: 3, padding: 'same' }), layer('b', 'relu')] },
  },
  {
    type: 'residual',
    input: image,
    args: {
      layers: [layer('a', 'conv2d', { filters: 8, kernel_size: 3, padding: 'same', strides: 2 })],
      shortcut: [layer('s', 'conv2d', { filters: 8, kernel_size: 1, strides: 2 })],
    },
  },
  ...['concatenate', 'add', 'multiply', 'average', 'maximum', 'minimum'].map((merge) => ({
    type: 'branch',
    input: image,
    args: {
      merge,
      branches: [
        [layer('a', 'conv2d', { filters: 4, kernel_size: 1 })],
        [layer('b', 'conv2d', { filters: 4, kernel_size: 3, padding: 'same' }), layer('c', 'batch_normalization')],
      ],
    },
  })),
]
