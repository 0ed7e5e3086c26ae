/** One layer of the vocabulary → the TensorFlow.js layer: the one place where Keras's snake case becomes camel case. */

import { initializers, layers, regularizers } from '@tensorflow/tfjs-layers'

import type { Arguments } from '../definition/layer-definition.js'
import type { Shape } from '../definition/shape.js'
import { perDimension } from '../definition/shape.js'
import { innerLayer } from '../layers/recurrent.js'
import { ends } from '../layers/reshaping.js'
import { normalization } from './adapt.js'
import { batchNormalization } from './batch-normalization.js'
import { cropping } from './random-crop.js'
import { cropOf, geometries } from '../augmentation/geometries.js'
import { mixUp } from './mix-up.js'
import { alphaDropout, dropout, gaussianDropout, gaussianNoise, spatialDropout1d, spatialDropout2d } from './noise.js'
import { orthogonal } from './orthogonal.js'
import { cutout, randomBrightness, randomContrast } from './random-pixels.js'
import { geometric } from './geometric-layer.js'
import { bidirectional } from './bidirectional.js'
import type { Initializers } from './bidirectional.js'
import { deriveSeed } from '../augmentation/seeds.js'

type Layer = layers.Layer
type Factory = (args: Arguments, context: LayerContext) => Layer | readonly Layer[]

/** What a layer needs beside its arguments. */
export interface LayerContext {
  readonly name: string
  /** The layer's own seed. */
  readonly seed: number
  readonly inputShape: Shape
  readonly outputShape: Shape
}

/** Returns the layer of that type, its random parts seeded; a list where it takes several, the last with its name. */
export function tensorflowLayer(type: string, args: Arguments, context: LayerContext): Layer | readonly Layer[] {
  const factory = factories[type]
  if (!factory) throw new Error(`The layer "${type}" has a definition but cannot be built.`)
  return factory(args, context)
}

/** Most layers: the same arguments by their camel-case names. */
function keras<Config>(create: (config: Config) => Layer): Factory {
  return (args, { name, seed }) => create({ name, ...configOf(args), ...initializersOf(args, seed) } as Config)
}

function configOf(args: Arguments): Record<string, unknown> {
  const config: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(args)) {
    if (key.endsWith('_initializer')) continue
    if (key.endsWith('_regularizer')) config[camelCase(key)] = regularizer(value as Penalties)
    else config[camelCase(key)] = key.endsWith('activation') && value === 'silu' ? 'swish' : value
  }
  return config
}

function initializersOf(args: Arguments, seed: number): Initializers {
  const names = Object.keys(args).filter((key) => key.endsWith('_initializer'))
  return Object.fromEntries(
    names.map((key) => [camelCase(key), initializer(args[key] as string, deriveSeed(seed, key))]),
  )
}

interface Penalties {
  readonly l1?: number
  readonly l2?: number
}

/** None where it has no weight: it would cost a pass over the weights in each step. */
function regularizer({ l1 = 0, l2 = 0 }: Penalties): ReturnType<typeof regularizers.l1l2> | undefined {
  return l1 > 0 || l2 > 0 ? regularizers.l1l2({ l1, l2 }) : undefined
}

function initializer(name: string, seed: number): ReturnType<typeof initializers.zeros> {
  switch (name) {
    case 'zeros':
      return initializers.zeros()
    case 'ones':
      return initializers.ones()
    case 'glorot_uniform':
      return initializers.glorotUniform({ seed })
    case 'glorot_normal':
      return initializers.glorotNormal({ seed })
    case 'he_uniform':
      return initializers.heUniform({ seed })
    case 'he_normal':
      return initializers.heNormal({ seed })
    case 'lecun_uniform':
      return initializers.leCunUniform({ seed })
    case 'lecun_normal':
      return initializers.leCunNormal({ seed })
    case 'random_uniform':
      return initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed })
    case 'random_normal':
      return initializers.randomNormal({ mean: 0, stddev: 0.05, seed })
    case 'truncated_normal':
      return initializers.truncatedNormal({ mean: 0, stddev: 0.05, seed })
    case 'orthogonal':
      return orthogonal(seed)
    default:
      throw new Error(`The initializer "${name}" is in the vocabulary but cannot be built.`)
  }
}

function camelCase(snake: string): string {
  return snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** A layer that moves pixels. */
function moving(type: string): Factory {
  return (args, { name, seed, outputShape }) => geometric(name, seed, geometries[type](args, outputShape))
}

const factories: Readonly<Record<string, Factory>> = {
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
    // TensorFlow.js forgets it, so that the saved model could not be loaded.
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
    if (!create) throw new Error(`The layer "${type}" cannot be made bidirectional.`)
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
  // TensorFlow.js's own softmax layer takes axis 1 where it should take the last one.
  softmax: (_args, { name }) => layers.activation({ name, activation: 'softmax' }),
  dropout: (args, { name, seed }) => dropout(name, seed, args['rate'] as number),
  spatial_dropout2d: (args, { name, seed }) => spatialDropout2d(name, seed, args['rate'] as number),
  spatial_dropout1d: (args, { name, seed }) => spatialDropout1d(name, seed, args['rate'] as number),
  alpha_dropout: (args, { name, seed }) => alphaDropout(name, seed, args['rate'] as number),
  gaussian_dropout: (args, { name, seed }) => gaussianDropout(name, seed, args['rate'] as number),
  gaussian_noise: (args, { name, seed }) => gaussianNoise(name, seed, args['stddev'] as number),
  // A flatten by TensorFlow.js refuses what is flat already.
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
}

type Ends = [[number, number], [number, number]]

/** TensorFlow.js pads and crops images only: a sequence is an image of width 1. */
function asImage(name: string, [length, channels]: Shape, layer: Layer, outputShape: Shape): readonly Layer[] {
  return [
    layers.reshape({ name: `${name}_Image`, targetShape: [length, 1, channels] as number[] }),
    layer,
    layers.reshape({ name, targetShape: [...outputShape] }),
  ]
}
