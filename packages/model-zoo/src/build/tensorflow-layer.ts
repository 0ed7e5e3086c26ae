/** One layer of the vocabulary → the TensorFlow.js layer: the one place where Keras's snake case becomes camel case. */

import { initializers, layers } from '@tensorflow/tfjs-layers'

import type { Arguments, Shape } from '../layer-definition.js'
import { perDimension } from '../layer-definition.js'
import { batchNormalization } from './batch-normalization.js'
import { randomCrop, randomFlip } from './augmentation.js'
import { dropout, gaussianNoise, spatialDropout2d } from './noise.js'
import { deriveSeed } from './seeds.js'

type Layer = layers.Layer
type Factory = (args: Arguments, context: LayerContext) => Layer

/** What a layer needs beside its arguments. */
export interface LayerContext {
  readonly name: string
  /** The layer's own seed. */
  readonly seed: number
  readonly inputShape: Shape
  readonly outputShape: Shape
}

/** Returns the layer of that type, its random parts seeded. */
export function tensorflowLayer(type: string, args: Arguments, context: LayerContext): Layer {
  const factory = factories[type]
  if (!factory) throw new Error(`The layer "${type}" has a definition but cannot be built.`)
  return factory(args, context)
}

/** Most layers: the same arguments by their camel-case names. */
function keras<Config>(create: (config: Config) => Layer): Factory {
  return (args, { name, seed }) => {
    const config: Record<string, unknown> = { name }
    for (const [key, value] of Object.entries(args)) {
      const camel = camelCase(key)
      if (key.endsWith('_initializer')) config[camel] = initializer(value as string, deriveSeed(seed, key))
      else config[camel] = key === 'activation' && value === 'silu' ? 'swish' : value
    }
    return create(config as Config)
  }
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
    default:
      throw new Error(`The initializer "${name}" is in the vocabulary but cannot be built.`)
  }
}

function camelCase(snake: string): string {
  return snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

const factories: Readonly<Record<string, Factory>> = {
  dense: keras(layers.dense),
  conv1d: keras(layers.conv1d),
  conv2d: keras(layers.conv2d),
  depthwise_conv2d: keras(layers.depthwiseConv2d),
  separable_conv2d: keras(layers.separableConv2d),
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
  // TensorFlow.js's own softmax layer takes axis 1 where it should take the last one.
  softmax: (_args, { name }) => layers.activation({ name, activation: 'softmax' }),
  dropout: (args, { name, seed }) => dropout(name, seed, args['rate'] as number),
  spatial_dropout2d: (args, { name, seed }) => spatialDropout2d(name, seed, args['rate'] as number),
  gaussian_noise: (args, { name, seed }) => gaussianNoise(name, seed, args['stddev'] as number),
  // A flatten by TensorFlow.js refuses what is flat already.
  flatten: (_args, { name, outputShape }) => layers.reshape({ name, targetShape: [...outputShape] }),
  reshape: (_args, { name, outputShape }) => layers.reshape({ name, targetShape: [...outputShape] }),
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
  random_flip: (args, { name, seed }) => randomFlip(name, seed, args['mode'] as string),
  random_crop: (args, { name, seed }) => randomCrop(name, seed, args['height'] as number, args['width'] as number),
  rescaling: keras(layers.rescaling),
  normalization: (args, { name }) => {
    const scale = 1 / Math.sqrt(args['variance'] as number)
    return layers.rescaling({ name, scale, offset: -(args['mean'] as number) * scale })
  },
}
