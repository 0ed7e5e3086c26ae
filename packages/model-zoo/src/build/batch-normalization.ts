/**
 * Batch normalization (Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167) over the last axis. In training it is one
 * operation with its own gradient, in double precision. TensorFlow.js's version consists of some thirty tensor operations
 * and takes longer than the convolution before it.
 */

import type { Tensor } from '@tensorflow/tfjs-core'

import { isFrozen } from './freeze.js'
import { add, customGrad, div, layers, mul, ones, sqrt, sub, tensor, tensor1d, tidy, zeros } from './tensorflow.js'

type Config = Parameters<typeof layers.batchNormalization>[0]
type Layer = ReturnType<typeof layers.batchNormalization>
type LayerVariable = Layer['weights'][number]

/** Non-public members of TensorFlow.js's layer. */
interface Weights {
  readonly gamma: LayerVariable | null | undefined
  readonly beta: LayerVariable | null | undefined
  readonly movingMean: LayerVariable
  readonly movingVariance: LayerVariable
}

/** Returns TensorFlow.js's layer with its training replaced. */
export function batchNormalization(config: Config & { momentum: number; epsilon: number }): Layer {
  const layer = layers.batchNormalization(config)
  const infer = layer.call.bind(layer)
  layer.call = (inputs, kwargs) => {
    if (!kwargs['training']) return infer(inputs, kwargs)
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    const weights = layer as unknown as Weights
    return tidy(() => (isFrozen(layer) ? inferFrozen(input, weights, config) : train(input, weights, config)))
  }
  return layer
}

/** As in Keras, a frozen layer uses its moving statistics; gradients pass through it. */
function inferFrozen(input: Tensor, weights: Weights, { epsilon }: { epsilon: number }): Tensor {
  const [mean, variance] = [weights.movingMean.read(), weights.movingVariance.read()]
  const scale = div(weights.gamma?.read() ?? ones(mean.shape), sqrt(add(variance, epsilon)))
  const shift = sub(weights.beta?.read() ?? zeros(mean.shape), mul(mean, scale))
  return add(mul(input, scale), shift)
}

function train(input: Tensor, weights: Weights, { momentum, epsilon }: { momentum: number; epsilon: number }): Tensor {
  const channels = input.shape[input.shape.length - 1]
  const values = input.dataSync<'float32'>()
  const { mean, variance } = moments(values, channels)
  move(weights.movingMean, mean, momentum)
  move(weights.movingVariance, variance, momentum)
  const scale = weights.gamma?.read() ?? tensor1d(new Float32Array(channels).fill(1))
  const shift = weights.beta?.read() ?? tensor1d(new Float32Array(channels))
  const normalize = customGrad((x, gamma, beta) => {
    const inverse = variance.map((each) => 1 / Math.sqrt(each + epsilon))
    const [g, b] = [(gamma as Tensor).dataSync<'float32'>(), (beta as Tensor).dataSync<'float32'>()]
    return {
      value: tensor(scaled(values, mean, inverse, g, b), (x as Tensor).shape, 'float32'),
      gradFunc: (dy: Tensor) => {
        const result = gradients(values, dy.dataSync<'float32'>(), mean, inverse, g)
        return [tensor(result.input, input.shape, 'float32'), tensor1d(result.gamma), tensor1d(result.beta)]
      },
    }
  })
  return normalize(input, scale, shift)
}

/** Mean and variance (divided by n, not n − 1) of each channel. */
function moments(values: Float32Array, channels: number): { mean: Float64Array; variance: Float64Array } {
  const rows = values.length / channels
  const mean = new Float64Array(channels)
  const variance = new Float64Array(channels)
  for (let at = 0; at < values.length; at += channels) for (let c = 0; c < channels; c++) mean[c] += values[at + c]
  for (let c = 0; c < channels; c++) mean[c] /= rows
  for (let at = 0; at < values.length; at += channels) {
    for (let c = 0; c < channels; c++) variance[c] += (values[at + c] - mean[c]) ** 2
  }
  for (let c = 0; c < channels; c++) variance[c] /= rows
  return { mean, variance }
}

function move(statistic: LayerVariable, value: Float64Array, momentum: number): void {
  const before = statistic.read().dataSync<'float32'>()
  statistic.write(tensor1d(Float32Array.from(value, (each, c) => momentum * before[c] + (1 - momentum) * each)))
}

function scaled(
  values: Float32Array,
  mean: Float64Array,
  inverse: Float64Array,
  gamma: Float32Array,
  beta: Float32Array,
): Float32Array {
  const output = new Float32Array(values.length)
  const channels = mean.length
  for (let at = 0; at < values.length; at += channels) {
    for (let c = 0; c < channels; c++) output[at + c] = (values[at + c] - mean[c]) * inverse[c] * gamma[c] + beta[c]
  }
  return output
}

/** Mean and variance depend on every value, hence the two sums that are subtracted. */
function gradients(
  values: Float32Array,
  dy: Float32Array,
  mean: Float64Array,
  inverse: Float64Array,
  gamma: Float32Array,
): { input: Float32Array; gamma: Float32Array; beta: Float32Array } {
  const channels = mean.length
  const rows = values.length / channels
  const sum = new Float64Array(channels)
  const product = new Float64Array(channels)
  for (let at = 0; at < values.length; at += channels) {
    for (let c = 0; c < channels; c++) {
      sum[c] += dy[at + c]
      product[c] += dy[at + c] * (values[at + c] - mean[c]) * inverse[c]
    }
  }
  const input = new Float32Array(values.length)
  for (let at = 0; at < values.length; at += channels) {
    for (let c = 0; c < channels; c++) {
      const normal = (values[at + c] - mean[c]) * inverse[c]
      input[at + c] = gamma[c] * inverse[c] * (dy[at + c] - (sum[c] + normal * product[c]) / rows)
    }
  }
  return { input, gamma: Float32Array.from(product), beta: Float32Array.from(sum) }
}
