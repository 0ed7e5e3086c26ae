/** Compares a model of many layers with Keras: its results, and three steps of each optimizer. */

import { readFileSync } from 'node:fs'

import type { ResolvedLayer } from '@assay/core'
import { build } from '@assay/model-zoo/build'
import { tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { readBackendRequest } from '../backends/backend.js'
import { withoutActivation } from './head.js'
import { findLoss } from '../evaluate/loss.js'
import { metricSums } from '../evaluate/metrics.js'
import { findOptimizer } from '../optimize/optimizer.js'
import { startBackend } from '../backends/tensorflow.js'
import { trainingOptions } from '../contract/training-options.js'
import { trainingStep } from '../train/training-step.js'

type Weights = Readonly<Record<string, readonly (readonly number[])[]>>

/** Written by `fixtures/make-keras-results.py`. */
interface KerasResults {
  readonly inputs: readonly number[]
  readonly labels: readonly number[]
  readonly weights: Weights
  readonly probabilities: readonly number[]
  readonly parameters: number
  readonly trained: Readonly<Record<string, { readonly losses: readonly number[]; readonly weights: Weights }>>
}

const keras = JSON.parse(
  readFileSync(new URL('../../fixtures/keras-results.json', import.meta.url), 'utf8'),
) as KerasResults
const shape = [keras.labels.length, 7, 6, 2]
const layer = (id: string, type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer => ({ id, type, args })
const layers = [
  layer('conv', 'conv2d', { filters: 4, kernel_size: 3, strides: 2, padding: 'same' }),
  layer('norm', 'batch_normalization'),
  layer('tanh', 'activation', { activation: 'tanh' }),
  layer('max', 'max_pooling2d', { pool_size: 2, strides: 1, padding: 'same' }),
  layer('depthwise', 'depthwise_conv2d', { kernel_size: 3, depth_multiplier: 2, padding: 'same' }),
  layer('gelu', 'activation', { activation: 'gelu' }),
  layer('average', 'average_pooling2d', { pool_size: 3, strides: 1, padding: 'same' }),
  layer('separable', 'separable_conv2d', { filters: 5, kernel_size: 2, activation: 'elu' }),
  layer('layer_norm', 'layer_normalization'),
  layer('leaky', 'leaky_relu', { negative_slope: 0.2 }),
  layer('point', 'conv2d', { filters: 3, kernel_size: 1, activation: 'selu' }),
  layer('flat', 'flatten'),
  layer('hidden', 'dense', { units: 6, activation: 'swish' }),
  layer('head', 'dense', { units: 3, activation: 'softmax' }),
]
const loss = findLoss('', 'classification', 3, 3)

// On wasm unless ASSAY_BACKEND names another.
beforeAll(() => startBackend(readBackendRequest(process.env)))

/** Returns the model with Keras's initial weights. */
function start(of: readonly ResolvedLayer[]): LayersModel {
  const model = build(of, shape.slice(1), { seed: 1 })
  for (const [name, weights] of Object.entries(keras.weights)) {
    const own = model.getLayer(name)
    own.setWeights(own.getWeights().map((weight, index) => tensor([...weights[index]], weight.shape)))
  }
  return model
}

function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length)
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at])), 0)
}

describe('the model', () => {
  it("has Keras's number of parameters and its outputs", () => {
    const model = start(layers)
    expect(model.countParams()).toBe(keras.parameters)
    const outputs = tidy(() => (model.apply(tensor([...keras.inputs], shape)) as Tensor).dataSync())
    expect(largestDifference(outputs, keras.probabilities)).toBeLessThan(1e-5)
  })

  it.each([
    ['adam', 'adam', 0.01, 0],
    ['sgd', 'sgd', 0.05, 0],
    ['momentum', 'sgd', 0.05, 0.9],
    ['rmsprop', 'rmsprop', 0.01, 0.5],
    ['adagrad', 'adagrad', 0.05, 0],
  ])("takes Keras's steps: %s", (name, optimizer, learningRate, momentum) => {
    const model = start(withoutActivation(layers, loss.activation))
    const options = trainingOptions({ batch_size: 5, optimizer, learning_rate: learningRate, momentum })
    const step = trainingStep(model, findOptimizer(options, 1))
    const { losses, weights } = keras.trained[name]
    const own = losses.map(() =>
      step(Float32Array.from(keras.inputs), shape, Float64Array.from(keras.labels), metricSums('classification', loss)),
    )
    expect(largestDifference(own, losses)).toBeLessThan(2e-5)
    for (const [id, expected] of Object.entries(weights)) {
      model
        .getLayer(id)
        .getWeights()
        .forEach((weight, index) => {
          // A bias before a normalization has no effect: its gradient is rounding error, for which Adam takes a whole step.
          if (id === 'conv' && index === 1) return
          expect(largestDifference(weight.dataSync(), expected[index])).toBeLessThan(1e-4)
        })
    }
  })
})
