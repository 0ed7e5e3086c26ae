/** Normalization with the mean and variance of the training data, like Keras's `adapt`. */

import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers'

import type { Layer } from './tensorflow.js'
import { div, layers, model as tensorflowModel, sqrt, sub, tensor1d, tidy } from './tensorflow.js'

const adapted = new WeakSet<Layer>()

/**
 * Returns the layer before it has seen data: mean 0, variance 1. It is a batch normalization that never trains, because
 * TensorFlow.js has no normalization layer and any program should be able to load the model.
 */
export function normalization(name: string): Layer {
  // Needs no epsilon: `adapt` never stores a variance of 0.
  const layer = layers.batchNormalization({ name, center: false, scale: false, epsilon: 0 })
  const infer = layer.call.bind(layer)
  layer.call = (inputs, kwargs) => {
    if (!kwargs['training']) return infer(inputs, kwargs)
    // TensorFlow.js's inference mode has no gradient without a scale.
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    const [mean, variance] = layer.weights.map((weight) => weight.read())
    return tidy(() => div(sub(input, mean), sqrt(variance)))
  }
  adapted.add(layer)
  return layer
}

/**
 * Sets the mean and variance of each `normalization` without arguments to those of its own inputs. Call it once before
 * training; each call of `batches` must give all training inputs. Does nothing for a model without such a layer.
 */
export function adapt(model: LayersModel, batches: () => Iterable<Tensor>): void {
  for (const layer of model.layers) {
    if (!adapted.has(layer)) continue
    const before = layer.input as SymbolicTensor
    const reach = before === model.inputs[0] ? undefined : tensorflowModel({ inputs: model.inputs, outputs: before })
    const { mean, variance } = moments(before.shape[before.shape.length - 1] as number, function* () {
      for (const batch of batches()) {
        yield tidy(() => (reach ? (reach.apply(batch, { training: false }) as Tensor) : batch).dataSync<'float32'>())
      }
    })
    const weights = [tensor1d(mean), tensor1d(variance)]
    layer.setWeights(weights)
    weights.forEach((weight) => weight.dispose())
  }
}

/** Welford's method, which stays precise if a mean is far from 0. A constant feature gets variance 1. */
function moments(
  features: number,
  batches: () => Iterable<Float32Array>,
): { mean: Float32Array; variance: Float32Array } {
  const mean = new Float64Array(features)
  const squares = new Float64Array(features)
  let rows = 0
  for (const values of batches()) {
    for (let at = 0; at < values.length; at += features) {
      rows++
      for (let feature = 0; feature < features; feature++) {
        const distance = values[at + feature] - mean[feature]
        mean[feature] += distance / rows
        squares[feature] += distance * (values[at + feature] - mean[feature])
      }
    }
  }
  const variance = squares.map((sum) => (sum > 0 ? sum / rows : 1))
  return { mean: Float32Array.from(mean), variance: Float32Array.from(variance) }
}
