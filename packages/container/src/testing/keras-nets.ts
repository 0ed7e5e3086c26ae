/** The nets whose training is compared with Keras's. `fixtures/make-keras-curves.py` trains them from this list. */

import type { Layer, ResolvedLayer, Scalar } from '@assay/core'
import { modelTemplate, resolveLayers } from '@assay/core/internal'
import { catalogue } from '@assay/model-zoo'

/** A net and how it is trained. */
export interface KerasNet {
  readonly name: string
  readonly inputShape: readonly number[]
  readonly classes: number
  readonly optimizer: 'adam' | 'sgd' | 'rmsprop'
  readonly learningRate: number
  readonly momentum: number
  /** The inputs are words: whole numbers below this one. Default: they are numbers from −1 to 1. */
  readonly words?: number
  readonly layers: readonly ResolvedLayer[]
}

type Settings = Omit<KerasNet, 'name' | 'layers'>

const adam = { optimizer: 'adam', learningRate: 0.002, momentum: 0 } as const
const sgd = { optimizer: 'sgd', learningRate: 0.01, momentum: 0.9 } as const
const rmsprop = { optimizer: 'rmsprop', learningRate: 0.001, momentum: 0 } as const
const image = { inputShape: [16, 16, 3], classes: 5 }
const sequence = { inputShape: [10, 3], classes: 4 }

/** Architectures of the zoo without dropout, and nets of layers that no architecture has. */
export function kerasNets(): readonly KerasNet[] {
  return [
    entry('mlp', { ...adam, inputShape: [8, 8, 1], classes: 4 }, { units: 16, norm: true }),
    entry('lenet', { ...sgd, inputShape: [28, 28, 1], classes: 10 }, {}),
    entry('vgg', { ...adam, ...image }, { filters: 4, units: 16, dropout: 0, head_dropout: 0, norm: true }),
    entry('cifar-cnn', { ...rmsprop, ...image }, { filters: 4, units: 16, dropout: 0, head_dropout: 0 }),
    entry('resnet', { ...sgd, ...image }, { depth: 8, filters: 4, l2: 0.001 }),
    entry('mobilenet', { ...adam, ...image }, { depth: 2, filters: 4 }),
    entry('lstm', { ...adam, ...sequence, learningRate: 0.02 }, { depth: 2, units: 8 }),
    entry('gru', { ...sgd, ...sequence, learningRate: 0.05 }, { depth: 2, units: 8 }),
    entry('tabular-mlp', { ...sgd, inputShape: [7], classes: 3 }, { units: 12, l2: 0.01 }),
    net('separable', { ...rmsprop, ...image, learningRate: 0.01 }, [
      { id: 'one', separable_conv2d: { filters: 8, kernel_size: 3, padding: 'same', activation: 'relu' } },
      { id: 'two', separable_conv2d: { filters: 8, kernel_size: 3, strides: 2, depth_multiplier: 2 } },
      { id: 'activation', activation: { activation: 'swish' } },
      { id: 'pool', global_average_pooling2d: {} },
      { id: 'head', dense: { units: 'classes', activation: 'softmax' } },
    ]),
    net('images', { ...sgd, ...image }, [
      { id: 'pad', zero_padding2d: { padding: 1 } },
      { id: 'down', conv2d: { filters: 4, kernel_size: 3, strides: 2, kernel_regularizer: { l1: 0.001, l2: 0.01 } } },
      { id: 'slope', prelu: {} },
      { id: 'up', conv2d_transpose: { filters: 3, kernel_size: 3, strides: 2, padding: 'same', activation: 'elu' } },
      { id: 'crop', cropping2d: { cropping: [2, 1] } },
      { id: 'norm', layer_normalization: {} },
      { id: 'twice', up_sampling2d: { size: [1, 2] } },
      { id: 'turn', permute: { dims: [2, 1, 3] } },
      { id: 'pool', average_pooling2d: { pool_size: 3, padding: 'same' } },
      { id: 'flat', flatten: {} },
      { id: 'head', dense: { units: 'classes', activation: 'softmax' } },
    ]),
    // Adam takes a whole step for a gradient that is rounding error only, and the two sides round differently.
    net('words', { ...sgd, learningRate: 0.2, inputShape: [9], classes: 3, words: 20 }, [
      { id: 'vectors', embedding: { input_dim: 20, output_dim: 5 } },
      { id: 'pad', zero_padding1d: { padding: 1 } },
      { id: 'conv', conv1d: { filters: 6, kernel_size: 3, activation: 'relu' } },
      { id: 'both', bidirectional: { layers: [{ id: 'inner', gru: { units: 4, return_sequences: true } }] } },
      { id: 'crop', cropping1d: { cropping: 1 } },
      { id: 'sum', bidirectional: { layers: [{ id: 'walk', simple_rnn: { units: 4 } }], merge_mode: 'sum' } },
      { id: 'again', repeat_vector: { n: 3 } },
      { id: 'last', lstm: { units: 5, go_backwards: true } },
      { id: 'head', dense: { units: 'classes', activation: 'softmax' } },
    ]),
  ]
}

function entry(name: string, settings: Settings, hyperparameters: Record<string, Scalar>): KerasNet {
  return resolved(name, settings, { architecture: name }, hyperparameters)
}

function net(name: string, settings: Settings, layers: Layer[]): KerasNet {
  return resolved(name, settings, { layers }, {})
}

function resolved(
  name: string,
  settings: Settings,
  model: Parameters<typeof modelTemplate>[0],
  hyperparameters: Record<string, Scalar>,
): KerasNet {
  const { layers, defaults } = modelTemplate(model, [], catalogue())
  const scope = { ...defaults, ...hyperparameters, classes: settings.classes }
  return { name, ...settings, layers: resolveLayers(layers, scope).layers }
}
