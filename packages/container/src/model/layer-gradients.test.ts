/** Compares the gradients of every layer, on the backend that trains, with central differences of its outputs. */

import type { ResolvedLayer, ResolvedValue } from '@assay/core'
import { catalogue } from '@assay/model-zoo'
import { build } from '@assay/model-zoo/build'
import { disposeVariables, mul, sum, tensor, tidy, variable, variableGrads } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { readBackendRequest } from '../backends/backend.js'
import { startBackend } from '../backends/tensorflow.js'
import { randomValues } from '../testing/reference.js'

beforeAll(() => startBackend(readBackendRequest(process.env)))
afterEach(() => disposeVariables())

const image = [6, 5, 3]
const sequence = [5, 3]
const layer = (type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer => ({ id: 'it', type, args })

type Case = [type: string, input: readonly number[], args?: Readonly<Record<string, ResolvedValue>>]

const cases: Case[] = [
  ['dense', [4], { units: 3, activation: 'tanh' }],
  ['dense', image, { units: 2 }],
  ['conv1d', sequence, { filters: 4, kernel_size: 3, strides: 2, padding: 'same', activation: 'softplus' }],
  ['conv2d', image, { filters: 4, kernel_size: 3, strides: 2, padding: 'same', activation: 'gelu' }],
  ['conv2d', image, { filters: 2, kernel_size: [2, 3], activation: 'swish' }],
  ['conv2d_transpose', image, { filters: 2, kernel_size: 3, strides: 2, padding: 'same' }],
  ['conv2d_transpose', image, { filters: 2, kernel_size: [3, 2], strides: [1, 2], padding: 'valid' }],
  ['depthwise_conv2d', image, { kernel_size: 3, depth_multiplier: 2, padding: 'same' }],
  ['separable_conv2d', image, { filters: 4, kernel_size: 3, strides: 2, padding: 'same' }],
  ['max_pooling1d', sequence, { pool_size: 2 }],
  ['max_pooling2d', image, { pool_size: 3, strides: 2, padding: 'same' }],
  ['average_pooling1d', sequence, { pool_size: 2, padding: 'same' }],
  ['average_pooling2d', image, { pool_size: 3, strides: 2, padding: 'same' }],
  ['global_max_pooling1d', sequence],
  ['global_max_pooling2d', image],
  ['global_average_pooling1d', sequence],
  ['global_average_pooling2d', image],
  ['lstm', sequence, { units: 4 }],
  ['lstm', sequence, { units: 3, return_sequences: true, go_backwards: true }],
  ['gru', sequence, { units: 4, return_sequences: true }],
  ['simple_rnn', sequence, { units: 4 }],
  ...['lstm', 'gru', 'simple_rnn'].map((type): Case => [
    'bidirectional',
    sequence,
    { layers: [layer(type, { units: 3, return_sequences: type === 'gru' })] },
  ]),
  ['batch_normalization', image],
  ['layer_normalization', image],
  ['dropout', image, { rate: 0.5 }],
  ['spatial_dropout1d', sequence, { rate: 0.5 }],
  ['spatial_dropout2d', image, { rate: 0.5 }],
  ['alpha_dropout', image, { rate: 0.5 }],
  ['gaussian_dropout', image, { rate: 0.5 }],
  ['gaussian_noise', image, { stddev: 0.5 }],
  ...[
    'relu',
    'relu6',
    'elu',
    'selu',
    'sigmoid',
    'tanh',
    'softmax',
    'softplus',
    'softsign',
    'swish',
    'gelu',
    'mish',
  ].map((activation): Case => ['activation', image, { activation }]),
  ['relu', image, { max_value: 0.5 }],
  ['leaky_relu', image, { negative_slope: 0.2 }],
  ['elu', image],
  ['softmax', image],
  ['prelu', image, { alpha_initializer: 'random_normal' }],
  ['flatten', image],
  ['reshape', image, { target_shape: [15, 6] }],
  ['zero_padding1d', sequence, { padding: 2 }],
  ['zero_padding2d', image, { padding: [1, 2] }],
  ['cropping1d', sequence, { cropping: 1 }],
  ['cropping2d', image, { cropping: [1, 2] }],
  ['up_sampling2d', image, { size: [2, 3] }],
  ['up_sampling1d', sequence, { size: 3 }],
  ['permute', image, { dims: [3, 1, 2] }],
  ['repeat_vector', [4], { n: 3 }],
  ['random_flip', image],
  ['random_crop', image, { height: 4, width: 3 }],
  ['random_crop', image, { padding: 2 }],
  ['random_rotation', image, { factor: 0.2 }],
  ['random_rotation', image, { factor: 0.2, fill_mode: 'constant' }],
  ['random_translation', image, { height_factor: 0.3, width_factor: 0.3, fill_mode: 'wrap' }],
  ['random_zoom', image, { height_factor: 0.3, width_factor: 0.2, fill_mode: 'nearest' }],
  ['random_contrast', image, { factor: 0.5 }],
  ['random_brightness', image, { factor: 0.1 }],
  ['cutout', image, { size: 2 }],
  ['mix_up', image, { alpha: 0.5 }],
  ['rescaling', image, { scale: 2, offset: 1 }],
  ['normalization', image, { mean: 0.5, variance: 4 }],
  ['normalization', image],
  ['residual', image, { layers: [{ id: 'inner', type: 'dense', args: { units: 3 } }] }],
  ...['concatenate', 'add', 'multiply', 'average', 'maximum', 'minimum'].map((merge): Case => [
    'branch',
    image,
    {
      merge,
      branches: [
        [{ id: 'a', type: 'dense', args: { units: 2 } }],
        [{ id: 'b', type: 'conv2d', args: { filters: 2, kernel_size: 1 } }],
      ],
    },
  ]),
]

/** Returns distinct inputs, none closer to another or to a kink (0, ½) than the steps below. */
function inputs(shape: readonly number[]): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1)
  return Float32Array.from({ length: count }, (_, n) => (((97 * n + 13) % 307) - 95.5) / 256)
}

const step = 2 ** -10

/** Returns the slopes of Σ outputs · weights along a direction of the input and of each weight, by gradient and by difference. */
function slopes(it: ResolvedLayer, shape: readonly number[]): { gradient: number; difference: number }[] {
  // The model is rebuilt each time, so that it draws the same masks.
  const create = (): LayersModel => build([it], [...shape], { seed: 5 })
  const variablesOf = (model: LayersModel): Variable[] =>
    model.trainableWeights.map((weight) => weight.read() as Variable)
  const apply = (model: LayersModel, input: Tensor): Tensor => model.apply(input, { training: true }) as Tensor

  const model = create()
  const trained = variablesOf(model)
  const input = variable(tensor(inputs([3, ...shape]), [3, ...shape]))
  const start = [input, ...trained].map((each) => each.dataSync<'float32'>().slice())
  const outputShape = [3, ...model.outputs[0].shape.slice(1)] as number[]
  const weights = randomValues(outputShape, 11).data
  const { grads } = variableGrads(
    () => sum<Scalar>(mul(apply(model, input), tensor(Float32Array.from(weights), outputShape))),
    [input, ...trained],
  )
  const total = (changed: readonly Float32Array[]): number =>
    tidy(() => {
      const other = create()
      variablesOf(other).forEach((each, index) => each.assign(tensor(changed[index + 1], each.shape)))
      return dot(apply(other, tensor(changed[0], input.shape)).dataSync(), weights)
    })
  return [input, ...trained].map((each, which) => {
    const direction = randomValues(each.shape, which + 21).data
    const along = (distance: number): number =>
      total(start.map((all, index) => (index === which ? all.map((value, n) => value + distance * direction[n]) : all)))
    return {
      gradient: dot(grads[each.name].dataSync(), direction),
      difference: (along(step) - along(-step)) / (2 * step),
    }
  })
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0
  for (let index = 0; index < a.length; index++) total += a[index] * b[index]
  return total
}

describe('the gradient of', () => {
  it.each(cases)('%s on %j with %j is the slope of its output', (type, shape, args = {}) => {
    for (const { gradient, difference } of slopes(layer(type, args), shape)) {
      // Outputs of float32, divided by a small step.
      expect(Math.abs(gradient - difference)).toBeLessThan(0.003 * Math.max(1, Math.abs(difference)))
    }
  })

  it('an embedding is the slope of its output', () => {
    const it = layer('embedding', { input_dim: 5, output_dim: 3 })
    const words = tensor([0, 4, 4, 2, 1, 4], [2, 3])
    const model = build([it], [3], { seed: 5 })
    const table = model.trainableWeights[0].read() as Variable
    const weights = randomValues([2, 3, 3], 11).data
    const { grads } = variableGrads(
      () => sum<Scalar>(mul(model.apply(words) as Tensor, tensor(Float32Array.from(weights), [2, 3, 3]))),
      [table],
    )
    const expected = new Float64Array(15)
    const numbers = words.dataSync()
    weights.forEach((weight, n) => (expected[numbers[Math.floor(n / 3)] * 3 + (n % 3)] += weight))
    const gradient = grads[table.name].dataSync()
    expect([...expected].map((value, n) => Math.abs(value - gradient[n])).every((error) => error < 1e-5)).toBe(true)
  })

  it('is tested for every layer', () => {
    const tested = new Set([...cases.map(([type]) => type), 'embedding'])
    expect([...catalogue().layerTypes.keys()].filter((name) => !tested.has(name))).toEqual([
      'text_vectorization', // Numbers words when the data is read: no tensor passes through it.
      'repeat',
    ])
  })
})
