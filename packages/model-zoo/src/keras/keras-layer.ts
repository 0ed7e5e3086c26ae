/**
 * One layer of the vocabulary → the Keras layer of the same meaning: class name and configuration. `random_crop` has none:
 * Keras's `RandomCrop` (3.15) leaves the image whole in inference.
 */

import { perDimension } from '../definition/shape.js'
import type { Arguments } from '../definition/layer-definition.js'
import type { Shape } from '../definition/shape.js'
import { innerLayer } from '../layers/recurrent.js'
import { centreCropping } from '../definition/training-only.js'

/** A Keras layer as its `from_config` takes it. */
export interface KerasLayer {
  readonly className: string
  readonly config: Readonly<Record<string, unknown>>
}

/** What a layer needs beside its arguments. */
export interface KerasContext {
  readonly inputShape: Shape
  readonly outputShape: Shape
  /** The mean and variance of a `normalization` that was adapted to the training data. */
  readonly moments?: { readonly mean: readonly number[]; readonly variance: readonly number[] }
}

/** Returns the Keras layer that does the same in training and in inference; undefined where Keras has none. */
export function kerasLayer(type: string, args: Arguments, context: KerasContext): KerasLayer | undefined {
  return Object.hasOwn(factories, type) ? factories[type]?.(args, context) : undefined
}

/** Returns what a layer that is random in training does in inference; undefined where that is nothing. */
export function inferenceLayer({ inputShape, outputShape }: KerasContext): KerasLayer | undefined {
  const cropping = centreCropping(inputShape, outputShape)
  return cropping.flat().every((size) => size === 0) ? undefined : { className: 'Cropping2D', config: { cropping } }
}

type Factory = (args: Arguments, context: KerasContext) => KerasLayer

/** Most layers: the same arguments by the same names. */
function same(className: string, more: Readonly<Record<string, unknown>> = {}): Factory {
  return (args) => ({ className, config: { ...configOf(args), ...more } })
}

function configOf(args: Arguments): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]): [string, unknown] => {
      if (name.endsWith('_regularizer')) return [name, regularizer(value as Penalties)]
      return [name, name.endsWith('activation') && value === 'swish' ? 'silu' : value]
    }),
  )
}

interface Penalties {
  readonly l1?: number
  readonly l2?: number
}

function regularizer({ l1 = 0, l2 = 0 }: Penalties): unknown {
  return { module: 'keras.regularizers', class_name: 'L1L2', config: { l1, l2 }, registered_name: null }
}

/** Pixels are from 0 to 1, where Keras expects 255 at most. */
const pixels = { value_range: [0, 1] }

const bidirectional: Factory = (args) => {
  const { type, args: inner } = innerLayer(args['layers'])
  const { className = '', config = {} } = kerasLayer(type, inner, noShapes) ?? {}
  const layer = { module: 'keras.layers', class_name: className, config, registered_name: null }
  return { className: 'Bidirectional', config: { layer, merge_mode: args['merge_mode'] } }
}

const noShapes: KerasContext = { inputShape: [], outputShape: [] }

const factories: Readonly<Record<string, Factory>> = {
  dense: same('Dense'),
  conv1d: same('Conv1D'),
  conv2d: same('Conv2D'),
  depthwise_conv2d: same('DepthwiseConv2D'),
  separable_conv2d: same('SeparableConv2D'),
  conv2d_transpose: same('Conv2DTranspose'),
  lstm: same('LSTM'),
  // The gate comes before the product with the state.
  gru: same('GRU', { reset_after: false }),
  simple_rnn: same('SimpleRNN'),
  bidirectional,
  embedding: same('Embedding'),
  max_pooling1d: same('MaxPooling1D'),
  max_pooling2d: same('MaxPooling2D'),
  average_pooling1d: same('AveragePooling1D'),
  average_pooling2d: same('AveragePooling2D'),
  global_max_pooling1d: same('GlobalMaxPooling1D'),
  global_max_pooling2d: same('GlobalMaxPooling2D'),
  global_average_pooling1d: same('GlobalAveragePooling1D'),
  global_average_pooling2d: same('GlobalAveragePooling2D'),
  batch_normalization: same('BatchNormalization'),
  layer_normalization: same('LayerNormalization'),
  activation: same('Activation'),
  relu: same('ReLU'),
  leaky_relu: same('LeakyReLU'),
  elu: same('ELU'),
  softmax: same('Softmax'),
  prelu: same('PReLU'),
  dropout: same('Dropout'),
  spatial_dropout1d: same('SpatialDropout1D'),
  spatial_dropout2d: same('SpatialDropout2D'),
  alpha_dropout: same('AlphaDropout'),
  gaussian_dropout: same('GaussianDropout'),
  gaussian_noise: same('GaussianNoise'),
  flatten: same('Flatten'),
  reshape: (_args, { outputShape }) => ({ className: 'Reshape', config: { target_shape: outputShape } }),
  permute: (args) => ({ className: 'Permute', config: { dims: [args['dims']].flat() } }),
  repeat_vector: same('RepeatVector'),
  zero_padding1d: same('ZeroPadding1D'),
  cropping1d: same('Cropping1D'),
  zero_padding2d: (args) => ({
    className: 'ZeroPadding2D',
    config: { padding: perDimension(args['padding'], 2, 'padding') },
  }),
  cropping2d: (args) => ({
    className: 'Cropping2D',
    config: { cropping: perDimension(args['cropping'], 2, 'cropping') },
  }),
  up_sampling2d: (args) => ({ className: 'UpSampling2D', config: { size: perDimension(args['size'], 2, 'size') } }),
  random_flip: same('RandomFlip'),
  random_rotation: same('RandomRotation'),
  random_translation: same('RandomTranslation'),
  random_zoom: same('RandomZoom'),
  random_contrast: same('RandomContrast', pixels),
  random_brightness: same('RandomBrightness', pixels),
  rescaling: same('Rescaling'),
  normalization: (args, { moments }) => ({
    className: 'Normalization',
    config: moments
      ? { axis: -1, mean: moments.mean, variance: moments.variance }
      : { axis: null, mean: args['mean'], variance: args['variance'] },
  }),
}
