/** Trains whole nets step by step and compares them with Keras, from the same weights on the same batches. */

import { readFileSync } from 'node:fs'

import { build } from '@assay/model-zoo/build'
import { disposeVariables, memory, tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { adaptModel } from '../model/adapt-model.js'
import { withoutActivation } from '../model/head.js'
import { findLoss } from '../evaluate/loss.js'
import { metricSums } from '../evaluate/metrics.js'
import { findOptimizer } from '../optimize/optimizer.js'
import { startBackend } from '../backends/tensorflow.js'
import { kerasNets } from '../testing/keras-nets.js'
import type { KerasNet } from '../testing/keras-nets.js'
import { randomValues } from '../testing/reference.js'
import { trainingOptions } from '../contract/training-options.js'
import { trainingStep } from './training-step.js'

/** Written by `fixtures/make-keras-curves.py`. */
interface KerasCurves {
  readonly rows: number
  readonly batches: number
  readonly curves: Readonly<Record<string, { readonly parameters: number; readonly losses: readonly number[] }>>
}

const keras = JSON.parse(
  readFileSync(new URL('../../fixtures/keras-curves.json', import.meta.url), 'utf8'),
) as KerasCurves

beforeAll(() => startBackend())
afterEach(() => disposeVariables())

/** The same rule as in the Python program. */
function setInitialWeights(model: LayersModel): void {
  for (const layer of model.layers) {
    if (layer.weights.length === 0 || layer.name === 'normalize') continue
    const kind = layer.getClassName()
    const values = layer.getWeights().map(({ shape }, index) => {
      const seed = [...layer.name].reduce((sum, letter, at) => sum + (at + 1) * letter.charCodeAt(0), 101 * index)
      const inputs = shape.slice(0, -1).reduce((product, size) => product * size, 1)
      const isKernel = shape.length > 1 && kind !== 'PReLU'
      const aroundOne =
        (kind === 'BatchNormalization' && (index === 0 || index === 3)) ||
        (kind === 'LayerNormalization' && index === 0)
      const scale = isKernel ? Math.sqrt(3 / inputs) : 0.1
      return tensor(
        Float32Array.from(randomValues(shape, seed).data, (value) => value * scale + (aroundOne ? 1 : 0)),
        shape,
        'float32',
      )
    })
    layer.setWeights(values)
  }
}

function inputs({ inputShape, words }: KerasNet): Float32Array {
  const { data } = randomValues([keras.batches * keras.rows, ...inputShape], 7)
  return Float32Array.from(words === undefined ? data : data.map((value) => Math.floor(((value + 1) / 2.001) * words)))
}

function losses(net: KerasNet, model: LayersModel): number[] {
  const rows = keras.batches * keras.rows
  const values = inputs(net)
  const width = values.length / rows
  const targets = Float64Array.from({ length: rows }, (_, row) => row % net.classes)
  const indexes = Int32Array.from({ length: rows }, (_, row) => row)
  adaptModel(model, { rows, features: { values, divisor: 1 }, width, inputShape: net.inputShape, targets, indexes })
  const loss = findLoss('', 'classification', net.classes, net.classes)
  const { optimizer, learningRate: learning_rate, momentum } = net
  const options = trainingOptions({ epochs: 1, batch_size: keras.rows, optimizer, learning_rate, momentum })
  const step = trainingStep(model, findOptimizer(options, keras.batches))
  const counts = new Set<number>()
  const result = keras.curves[net.name].losses.map((_, at) => {
    const [from, to] = [(at % keras.batches) * keras.rows, ((at % keras.batches) + 1) * keras.rows]
    const batch = values.slice(from * width, to * width)
    const sums = metricSums('classification', loss)
    const value = step(batch, [keras.rows, ...net.inputShape], targets.slice(from, to), sums)
    counts.add(memory().numTensors)
    return value
  })
  expect(counts.size).toBe(1)
  return result
}

describe('training', () => {
  it.each(kerasNets().map((net) => [net.name, net] as const))("follows Keras's loss over 20 steps: %s", (name, net) => {
    const model = build(withoutActivation(net.layers, 'softmax'), net.inputShape, { seed: 1 })
    setInitialWeights(model)
    const expected = keras.curves[name]
    expect(model.countParams()).toBe(expected.parameters)
    const own = losses(net, model)
    expect(own.length).toBe(20)
    const differences = own.map((loss, at) => Math.abs(loss - expected.losses[at]))
    // Adam takes a whole step for a gradient that is rounding error only, and rounding differs from Keras's.
    expect(Math.max(...differences)).toBeLessThan(net.optimizer === 'adam' ? 1e-3 : 1e-4)
    // Without learning the comparison would mean nothing.
    expect(Math.min(...own.slice(-4))).toBeLessThan(own[0] - 0.01)
  })
})
