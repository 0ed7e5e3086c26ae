/** Layers of the vocabulary → TensorFlow.js layers. A layer without a builder does not compile. */

import { cropOf, geometries } from '../augmentation/geometries.js'
import { deriveSeed } from '../augmentation/seeds.js'
import type { Arguments } from '../definition/layer-definition.js'
import { perDimension } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'
import { innerLayer } from '../layers/recurrent.js'
import { ends } from '../layers/reshaping.js'
import type { MergeName } from '../layers/structure.js'
import type { LayerName } from '../vocabulary/vocabulary.js'
import { normalization } from './adapt.js'
import { batchNormalization } from './batch-normalization.js'
import { bidirectional } from './bidirectional.js'
import { geometric } from './geometric-layer.js'
import { configOf, initializersOf } from './layer-config.js'
import { mergingLayer } from './merging-layer.js'
import { mixUp } from './mix-up.js'
import { alphaDropout, dropout, gaussianDropout, gaussianNoise, spatialDropout1d, spatialDropout2d } from './noise.js'
import { cropping } from './random-crop.js'
import { cutout, randomBrightness, randomContrast } from './random-pixels.js'
import type { Layer } from './tensorflow.js'
import { layers } from './tensorflow.js'

type Builder = (args: Arguments, context: LayerContext) => Layer | readonly Layer[]

/** All but `repeat`, which is unrolled earlier, and `text_vectorization`, which runs before there are tensors. */
type BuiltLayerName = Exclude<LayerName, 'repeat' | 'text_vectorization'>

/** Passed to builders with the layer's arguments. */
export interface LayerContext {
  readonly name: string
  /** The layer's own seed. */
  readonly seed: number
  readonly inputShape: Shape
  readonly outputShape: Shape
}

/** Returns the seeded layer, or a list of layers to apply in sequence; the last one has the layer's name. */
export function tensorflowLayer(type: string, args: Arguments, context: LayerContext): Layer | readonly Layer[] {
  return builders[type as BuiltLayerName](args, context)
}

/** For layers that take the same arguments in camel case. */
function keras<Config>(create: (config: Config) => Layer): Builder {
  return (args, { name, seed }) => create({ name, ...configOf(args), ...initializersOf(args, seed) } as Config)
}

/** For layers that move pixels. */
function moving(type: keyof typeof geometries): Builder {
  return (args, { name, seed, outputShape }) => geometric(name, seed, geometries[type](args, outputShape))
}

const builders = {
  dense: keras(layers.dense),
  conv1d: keras(layers.conv1d),
  conv2d: keras(layers.conv2d),
  depthwise_conv2d: keras(layers.depthwiseConv2d),
  separable_conv2d: (args, { name, seed }) => {
    const layer = layers.separableConv2d({
      name,
      ...configOf(args),
      ...initializersOf(args, seed),
    } as unknown as Parameters<typeof layers.separableConv2d>[0])
    // TensorFlow.js leaves it out, and the saved model could not be loaded.
    const config = layer.getConfig.bind(layer)
    layer.getConfig = () => ({ ...config(), depthMultiplier: args['depth_multiplier'] as number })
    return layer
  },
  conv2d_transpose: keras(layers.conv2dTranspose),
  lstm: keras(layers.lstm),
  gru: keras(layers.gru),
  simple_rnn: keras(layers.simpleRNN),
  bidirectional: (args, { name, seed }) => {
    const { type, args: inner } = innerLayer(args['layers'])
    const create = { lstm: layers.lstm, gru: layers.gru, simple_rnn: layers.simpleRNN }[type]
    const layer = create({ name: `${name}_Inner`, ...configOf(inner) } as unknown as Parameters<typeof create>[0])
    return bidirectional({ name, layer, mergeMode: args['merge_mode'] as 'concat' }, (direction) =>
      initializersOf(inner, deriveSeed(seed, direction)),
    )
  },
  embedding: keras(layers.embedding),
  max_pooling1d: keras(layers.maxPooling1d),
  max_pooling2d: keras(layers.maxPooling2d),
  average_pooling1d: keras(layers.averagePooling1d),
  average_pooling2d: keras(layers.averagePooling2d),
  global_max_pooling1d: keras(layers.globalMaxPooling1d),
  global_max_pooling2d: keras(layers.globalMaxPooling2d),
  global_average_pooling1d: keras(layers.globalAveragePooling1d),
  global_average_pooling2d: keras(layers.globalAveragePooling2d),
  batch_normalization: keras(batchNormalization),
  layer_normalization: keras(layers.layerNormalization),
  activation: keras(layers.activation),
  relu: keras(layers.reLU),
  leaky_relu: (args, { name }) => layers.leakyReLU({ name, alpha: args['negative_slope'] as number }),
  elu: keras(layers.elu),
  prelu: keras(layers.prelu),
  // TensorFlow.js's own softmax layer uses axis 1 instead of the last one.
  softmax: (_args, { name }) => layers.activation({ name, activation: 'softmax' }),
  dropout: (args, { name, seed }) => dropout(name, seed, args['rate'] as number),
  spatial_dropout2d: (args, { name, seed }) => spatialDropout2d(name, seed, args['rate'] as number),
  spatial_dropout1d: (args, { name, seed }) => spatialDropout1d(name, seed, args['rate'] as number),
  alpha_dropout: (args, { name, seed }) => alphaDropout(name, seed, args['rate'] as number),
  gaussian_dropout: (args, { name, seed }) => gaussianDropout(name, seed, args['rate'] as number),
  gaussian_noise: (args, { name, seed }) => gaussianNoise(name, seed, args['stddev'] as number),
  // TensorFlow.js's flatten rejects inputs that are already flat.
  flatten: (_args, { name, outputShape }) => layers.reshape({ name, targetShape: [...outputShape] }),
  reshape: (_args, { name, outputShape }) => layers.reshape({ name, targetShape: [...outputShape] }),
  zero_padding1d: (args, { name, inputShape, outputShape }) => {
    const ends = args['padding'] as number
    const padding: Ends = [
      [ends, ends],
      [0, 0],
    ]
    return asImage(name, inputShape, layers.zeroPadding2d({ name: `${name}_Padding`, padding }), outputShape)
  },
  cropping1d: (args, { name, inputShape, outputShape }) => {
    const cropping: Ends = [[...ends(args['cropping'], 'cropping')], [0, 0]]
    return asImage(name, inputShape, layers.cropping2D({ name: `${name}_Cropping`, cropping }), outputShape)
  },
  cropping2d: (args, { name }) => {
    const [vertical, horizontal] = perDimension(args['cropping'], 2, 'cropping') as [number, number]
    return layers.cropping2D({
      name,
      cropping: [
        [vertical, vertical],
        [horizontal, horizontal],
      ],
    })
  },
  up_sampling2d: (args, { name }) => layers.upSampling2d({ name, size: perDimension(args['size'], 2, 'size') }),
  up_sampling1d: (args, { name, inputShape, outputShape }) => {
    const size = [args['size'] as number, 1]
    return asImage(name, inputShape, layers.upSampling2d({ name: `${name}_Repeating`, size }), outputShape)
  },
  permute: (args, { name }) => layers.permute({ name, dims: [args['dims']].flat() as number[] }),
  repeat_vector: keras(layers.repeatVector),
  zero_padding2d: (args, { name }) => {
    const [vertical, horizontal] = perDimension(args['padding'], 2, 'padding') as [number, number]
    return layers.zeroPadding2d({
      name,
      padding: [
        [vertical, vertical],
        [horizontal, horizontal],
      ],
    })
  },
  random_flip: moving('random_flip'),
  random_crop: (args, { name, seed, outputShape }) => cropping(name, seed, cropOf(args, outputShape)),
  random_rotation: moving('random_rotation'),
  random_translation: moving('random_translation'),
  random_zoom: moving('random_zoom'),
  random_contrast: (args, { name, seed }) => randomContrast(name, seed, args['factor'] as number),
  random_brightness: (args, { name, seed }) => randomBrightness(name, seed, args['factor'] as number),
  cutout: (args, { name, seed }) => cutout(name, seed, args['size'] as number),
  mix_up: (args, { name, seed }) => mixUp(name, seed, args['alpha'] as number),
  rescaling: keras(layers.rescaling),
  normalization: (args, { name }) => {
    if (args['mean'] === undefined) return normalization(name)
    const scale = 1 / Math.sqrt(args['variance'] as number)
    return layers.rescaling({ name, scale, offset: -(args['mean'] as number) * scale })
  },
  residual: (_args, { name }) => layers.add({ name }),
  branch: (args, { name }) => mergingLayer(args['merge'] as MergeName, name),
} satisfies Record<BuiltLayerName, Builder>

type Ends = [[number, number], [number, number]]

/** TensorFlow.js pads, crops and repeats only images, so this makes a sequence an image of width 1. */
function asImage(name: string, [length, channels]: Shape, layer: Layer, outputShape: Shape): readonly Layer[] {
  return [
    layers.reshape({ name: `${name}_Image`, targetShape: [length, 1, channels] as number[] }),
    layer,
    layers.reshape({ name, targetShape: [...outputShape] }),
  ]
}
