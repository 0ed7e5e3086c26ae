import type { ResolvedLayer } from '@assay/core'
import { catalogue } from '@assay/model-zoo'
import { build } from '@assay/model-zoo/build'
import { memory, tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { readBackendRequest } from '../backends/backend.js'
import { trainingOptions } from '../contract/training-options.js'
import type { Part } from '../data/parts/part.js'
import { evaluate } from '../evaluate/evaluate.js'
import { findLoss } from '../evaluate/loss.js'
import { metricSums } from '../evaluate/metrics.js'
import { findOptimizer } from '../optimize/optimizer.js'
import { startBackend } from '../backends/tensorflow.js'
import { randomValues } from '../testing/reference.js'
import { train } from './train.js'
import type { Trained, Training } from './train.js'
import { trainingStep } from './training-step.js'
import { copyWeights } from '../model/weights.js'

// On wasm unless ASSAY_BACKEND names another.
beforeAll(() => startBackend(readBackendRequest(process.env)))

const options = trainingOptions({ epochs: 3, batch_size: 8, learning_rate: 0.01 })
const layer = (id: string, type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer => ({ id, type, args })
const head = [layer('flat', 'flatten'), layer('head', 'dense', { units: 3 })]
const first = layer('first', 'conv2d', { filters: 4, kernel_size: 3, padding: 'same', activation: 'tanh' })
const sequence = [layer('sequence', 'reshape', { target_shape: [16, 4] })]

/** 30 examples of three classes, which is no whole number of batches. */
const examples = ((): Part => {
  const rows = 30
  const targets = Float64Array.from({ length: rows }, (_, row) => row % 3)
  const noise = randomValues([rows, 4 * 4 * 2], 5).data
  const values = Float32Array.from(noise, (value, at) => value + targets[Math.floor(at / 32)] * (at % 3))
  const indexes = Int32Array.from(targets, (_, row) => row)
  return { rows, features: { values, divisor: 1 }, width: 32, inputShape: [4, 4, 2], targets, indexes }
})()
const nothing: Part = { ...examples, rows: 0, indexes: new Int32Array(0), targets: new Float64Array(0) }

function training(layers: readonly ResolvedLayer[], changes: Partial<Training> = {}): Training {
  return {
    model: build(layers, examples.inputShape, { seed: 7 }),
    loss: findLoss('', 'classification', 3, 3),
    task: 'classification',
    train: examples,
    validation: examples,
    objective: { metric: 'val_accuracy', goal: 'maximize', at: 'last' },
    seed: 7,
    ...changes,
    options: { ...options, ...changes.options },
  }
}

const quiet = { epoch: () => undefined, pause: async () => undefined, isStopped: () => false }
const run = (it: Training): Promise<Trained> => train(it, quiet)

/** Every layer of the vocabulary, between a convolution and the head, so that gradients must pass through it. */
const middles: Readonly<Record<string, readonly ResolvedLayer[]>> = {
  dense: [layer('it', 'dense', { units: 5, activation: 'gelu' })],
  conv1d: [...sequence, layer('it', 'conv1d', { filters: 3, kernel_size: 3, strides: 2 })],
  conv2d: [layer('it', 'conv2d', { filters: 3, kernel_size: 2, strides: 2, activation: 'elu' })],
  depthwise_conv2d: [
    layer('it', 'depthwise_conv2d', { kernel_size: 3, depth_multiplier: 2, activation: 'selu' }),
    layer('same', 'depthwise_conv2d', { kernel_size: 2, padding: 'same', strides: 2 }),
  ],
  separable_conv2d: [layer('it', 'separable_conv2d', { filters: 3, kernel_size: 3, activation: 'swish' })],
  conv2d_transpose: [layer('it', 'conv2d_transpose', { filters: 3, kernel_size: 3, strides: 2 })],
  lstm: [...sequence, layer('it', 'lstm', { units: 3, return_sequences: true })],
  gru: [...sequence, layer('it', 'gru', { units: 3 })],
  simple_rnn: [...sequence, layer('it', 'simple_rnn', { units: 3, go_backwards: true })],
  bidirectional: [...sequence, layer('it', 'bidirectional', { layers: [layer('in', 'lstm', { units: 3 })] })],
  max_pooling1d: [...sequence, layer('it', 'max_pooling1d')],
  max_pooling2d: [layer('it', 'max_pooling2d')],
  average_pooling1d: [...sequence, layer('it', 'average_pooling1d', { pool_size: 3, padding: 'same' })],
  average_pooling2d: [layer('it', 'average_pooling2d', { pool_size: 3, padding: 'same' })],
  global_max_pooling1d: [...sequence, layer('it', 'global_max_pooling1d')],
  global_max_pooling2d: [layer('it', 'global_max_pooling2d')],
  global_average_pooling1d: [...sequence, layer('it', 'global_average_pooling1d')],
  global_average_pooling2d: [layer('it', 'global_average_pooling2d')],
  batch_normalization: [layer('it', 'batch_normalization')],
  layer_normalization: [layer('it', 'layer_normalization')],
  dropout: [layer('it', 'dropout', { rate: 0.3 })],
  spatial_dropout2d: [layer('it', 'spatial_dropout2d', { rate: 0.3 })],
  spatial_dropout1d: [...sequence, layer('it', 'spatial_dropout1d', { rate: 0.3 })],
  alpha_dropout: [layer('it', 'alpha_dropout', { rate: 0.3 })],
  gaussian_dropout: [layer('it', 'gaussian_dropout', { rate: 0.3 })],
  gaussian_noise: [layer('it', 'gaussian_noise', { stddev: 0.1 })],
  activation: [
    'relu6',
    'sigmoid',
    'softplus',
    'softsign',
    'silu',
    'mish',
    'softmax',
    'tanh',
    'elu',
    'selu',
    'gelu',
  ].map((activation) => layer(`it_${activation}`, 'activation', { activation })),
  relu: [layer('it', 'relu', { max_value: 2 })],
  leaky_relu: [layer('it', 'leaky_relu')],
  elu: [layer('it', 'elu')],
  softmax: [layer('it', 'softmax')],
  prelu: [layer('it', 'prelu')],
  flatten: [layer('it', 'flatten')],
  reshape: [layer('it', 'reshape', { target_shape: [8, 8] })],
  zero_padding2d: [layer('it', 'zero_padding2d', { padding: [1, 2] })],
  zero_padding1d: [...sequence, layer('it', 'zero_padding1d', { padding: 2 })],
  cropping1d: [...sequence, layer('it', 'cropping1d', { cropping: 2 })],
  cropping2d: [layer('it', 'cropping2d', { cropping: [1, 0] })],
  up_sampling1d: [...sequence, layer('it', 'up_sampling1d')],
  up_sampling2d: [layer('it', 'up_sampling2d')],
  permute: [layer('it', 'permute', { dims: [3, 1, 2] })],
  repeat_vector: [layer('in', 'flatten'), layer('it', 'repeat_vector', { n: 2 })],
  random_flip: [layer('it', 'random_flip')],
  random_crop: [layer('it', 'random_crop', { height: 3, width: 2 })],
  random_rotation: [layer('it', 'random_rotation', { factor: 0.1 })],
  random_translation: [layer('it', 'random_translation', { height_factor: 0.2, width_factor: 0.2 })],
  random_zoom: [layer('it', 'random_zoom', { height_factor: 0.2 })],
  random_contrast: [layer('it', 'random_contrast', { factor: 0.2 })],
  random_brightness: [layer('it', 'random_brightness', { factor: 0.2 })],
  cutout: [layer('it', 'cutout', { size: 2 })],
  mix_up: [layer('it', 'mix_up')],
  rescaling: [layer('it', 'rescaling', { scale: 2, offset: 1 })],
  normalization: [layer('it', 'normalization', { mean: 0.5, variance: 2 })],
  residual: [
    layer('it', 'residual', { layers: [layer('in', 'conv2d', { filters: 4, kernel_size: 3, padding: 'same' })] }),
  ],
  branch: [
    layer('it', 'branch', {
      branches: [[layer('a', 'relu')], [layer('b', 'max_pooling2d', { pool_size: 2, strides: 1, padding: 'same' })]],
    }),
  ],
}

describe('training', () => {
  it('has a case for every layer', () => {
    // A repeat is unrolled before, and words are numbered when the data is read. No gradient passes through an
    // embedding; keras-curves.test.ts compares its own.
    const elsewhere = new Set(['repeat', 'text_vectorization', 'embedding'])
    const names = [...catalogue().layerTypes.keys()].filter((name) => !elsewhere.has(name))
    expect(Object.keys(middles).sort()).toEqual(names.sort())
  })

  it.each(Object.entries(middles))(
    'passes gradients through %s, moves every weight and leaves no tensor behind',
    async (_type, middle) => {
      const it = training([first, ...middle, ...head], { options: { ...options, epochs: 1 } })
      const before = copyWeights(it.model)
      const { numTensors, numBytes } = memory()
      const { history } = await run(it)
      expect([memory().numTensors, memory().numBytes]).toEqual([numTensors, numBytes])
      expect(Number.isFinite(history.epochs[0].metrics['loss'])).toBe(true)
      const after = copyWeights(it.model)
      // The bias of a layer before a softmax, or before a normalization over all that it feeds, may stay the same.
      const moved = after.filter((weight, index) => weight.some((value, at) => value !== before[index][at]))
      expect(moved.length).toBeGreaterThanOrEqual(after.length - 1)
      it.model.dispose()
    },
  )

  it('learns: the loss falls and the classes are told apart', async () => {
    const { history } = await run(training([first, ...head], { options: { ...options, epochs: 12 } }))
    const losses = history.epochs.map(({ metrics }) => metrics['loss'])
    expect(losses.at(-1)).toBeLessThan(losses[0] / 2)
    expect(history.epochs.at(-1)?.metrics['val_accuracy']).toBeGreaterThan(0.9)
  })

  it('keeps memory flat over epochs', async () => {
    const it = training([first, layer('drop', 'dropout', { rate: 0.5 }), layer('norm', 'batch_normalization'), ...head])
    const counts: number[] = []
    await train(it, { ...quiet, epoch: () => counts.push(memory().numTensors) })
    expect(new Set(counts).size).toBe(1)
  })

  it('restores the weights of the best epoch if the objective is "at: best"', async () => {
    // A learning rate this large makes the last epoch a bad one.
    const objective = { metric: 'val_loss', goal: 'minimize', at: 'best' } as const
    const it = training([first, ...head], { objective, options: { ...options, epochs: 6, learningRate: 0.5 } })
    const { history, objective: best } = await run(it)
    const losses = history.epochs.map(({ metrics }) => metrics['val_loss'])
    expect(best).toBe(Math.min(...losses))
    expect(history.selectedEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1)
    expect(history.selectedEpoch).toBeLessThan(6)
    const again = training([first, ...head], {
      options: { ...options, epochs: history.selectedEpoch, learningRate: 0.5 },
    })
    await run(again)
    expect(copyWeights(it.model)).toEqual(copyWeights(again.model))
  })

  it('keeps the last epoch otherwise', async () => {
    const { history, objective } = await run(training([first, ...head]))
    expect(history.selectedEpoch).toBe(3)
    expect(objective).toBe(history.epochs[2].metrics['val_accuracy'])
  })

  it('stops at the next batch and keeps the completed epochs', async () => {
    let batches = 0
    const stop = { ...quiet, pause: async () => void batches++, isStopped: () => batches > 10 }
    const { history } = await train(
      training([first, ...head], {
        validation: nothing,
        objective: { metric: 'loss', goal: 'minimize', at: 'last' },
        options: { ...options, epochs: 50 },
      }),
      stop,
    )
    // An epoch has four batches: the third epoch is not completed.
    expect(history.epochs.length).toBe(2)
    expect(batches).toBe(11)
  })

  it('fails at once when the loss is not a number', async () => {
    await expect(
      run(training([first, ...head], { options: { ...options, optimizer: 'sgd', learningRate: 1e38 } })),
    ).rejects.toThrow(/The metric "loss" became (NaN|Infinity) in epoch 1, step \d+: training diverged\./)
  })

  it('refuses an objective that is not measured', async () => {
    await expect(run(training([first, ...head], { validation: nothing }))).rejects.toThrow(
      'The objective "val_accuracy" is not measured by this job. Measured are "loss", "accuracy".',
    )
  })
})

describe('evaluation', () => {
  it('returns undefined when stopped', async () => {
    const it = training([first, ...head])
    expect(await evaluate(it, examples, quiet)).toMatchObject({ metrics: { loss: expect.any(Number) } })
    expect(await evaluate(it, examples, { ...quiet, isStopped: () => true })).toBeUndefined()
  })
})

describe('trainingStep', () => {
  it('computes the gradient of the mean loss', () => {
    const layers = [layer('flat', 'flatten'), layer('head', 'dense', { units: 3 })]
    const model = build(layers, [2], { seed: 1 })
    const loss = findLoss('', 'classification', 3, 3)
    const input = Float32Array.from([1, 2, -1, 0.5, 0.25, -2])
    const targets = Float64Array.from([0, 2, 1])
    const lossNow = (): number => {
      const outputs = tidy(() => (model.apply(tensor(input, [3, 2])) as Tensor).dataSync<'float32'>())
      return metricSums('classification', loss).add(outputs, targets, 3)
    }
    const before = copyWeights(model)
    // Plain gradient descent with a rate of 1 moves each weight by its gradient.
    const value = trainingStep(model, findOptimizer({ ...options, optimizer: 'sgd', learningRate: 1 }, 1))(
      input,
      [3, 2],
      targets,
      metricSums('classification', loss),
    )
    const gradients = copyWeights(model).map((weight, index) => weight.map((moved, at) => before[index][at] - moved))
    const set = (index: number, at: number, change: number): void => {
      const weights = before.map((weight) => weight.slice())
      weights[index][at] += change
      model.setWeights(weights.map((weight, each) => tensor(weight, model.weights[each].shape as number[])))
    }
    set(0, 0, 0)
    expect(value).toBeCloseTo(lossNow(), 6)
    gradients.forEach((gradient, index) =>
      gradient.forEach((expected, at) => {
        const [up, down] = [1, -1].map((sign) => {
          set(index, at, sign * 2 ** -7)
          return lossNow()
        })
        expect((up - down) / 2 ** -6).toBeCloseTo(expected, 3)
      }),
    )
  })
})

describe('findOptimizer', () => {
  /** By Keras's formulas: two steps on one weight of 1, with gradients 0.5 and 0.25 and a learning rate of 0.1. */
  it.each([
    ['sgd', 0, 1 - 0.05 - 0.025],
    ['sgd', 0.9, 1 - 0.05 - 0.1 * (0.9 * 0.5 + 0.25)],
    ['adam', 0, 1 - 0.1 - (0.1 * (0.9 * 0.05 + 0.025)) / 0.19 / Math.sqrt((0.999 * 0.00025 + 0.0000625) / 0.001999)],
    ['rmsprop', 0, 1 - 0.05 / Math.sqrt(0.1 * 0.25) - 0.025 / Math.sqrt(0.09 * 0.25 + 0.1 * 0.0625)],
    ['adagrad', 0, 1 - 0.05 / Math.sqrt(0.35) - 0.025 / Math.sqrt(0.4125)],
  ])('%s with momentum %d agrees with its formula', (optimizer, momentum, expected) => {
    const weights = Float32Array.of(1)
    const { begin, update } = findOptimizer({ ...options, optimizer, momentum, learningRate: 0.1 }, 1)
    for (const gradient of [0.5, 0.25]) {
      begin()
      update(0, weights, Float32Array.of(gradient))
    }
    expect(weights[0]).toBeCloseTo(expected, 5)
  })

  it('keeps the weights apart', () => {
    const optimizer = findOptimizer({ ...options, momentum: 0.9, optimizer: 'sgd', learningRate: 1 }, 1)
    const [first, second] = [Float32Array.of(0), Float32Array.of(0, 0)]
    for (let step = 0; step < 2; step++) {
      optimizer.begin()
      optimizer.update(0, first, Float32Array.of(1))
      optimizer.update(1, second, Float32Array.of(0, 2))
    }
    expect([first[0], ...second].map((value) => value.toFixed(3))).toEqual(['-2.900', '0.000', '-5.800'])
  })

  it('refuses an unknown optimizer', () => {
    expect(() => findOptimizer({ ...options, optimizer: 'lion' }, 1)).toThrow(
      'Unknown optimizer "lion". Known are "adam", "adamw"',
    )
  })
})
