import type { LayerTemplate, ResolvedLayer } from '@assay/core'
import { resolveLayers } from '@assay/core/internal'
import '@tensorflow/tfjs-backend-cpu'
import { disposeVariables, enableProdMode, setBackend } from '@tensorflow/tfjs-core'

import { build } from '../build.js'
import { catalogue } from '../catalogue.js'
import { layer, layerCases } from '../testing/layer-cases.js'
import { template } from '../testing/template.js'
import { infer } from './infer.js'
import { vocabulary } from './vocabulary.js'

beforeAll(() => {
  enableProdMode()
  return setBackend('cpu')
})
afterEach(() => disposeVariables())

/** Builds the same layers in TensorFlow.js and measures them. */
function built(layers: readonly ResolvedLayer[], inputShape: readonly number[]) {
  const model = build(layers, inputShape, { seed: 1 })
  const size = (weights: { shape: (number | null)[] }[]): number =>
    weights.reduce((sum, { shape }) => sum + shape.reduce<number>((product, n) => product * (n ?? 0), 1), 0)
  return {
    outputShape: model.outputs[0].shape.slice(1),
    parameters: model.countParams(),
    trainableParameters: size(model.trainableWeights),
    layers: Object.fromEntries(
      model.layers.map((each) => [
        each.name,
        {
          outputShape: (each.outputShape as number[]).slice(1),
          parameters: each.countParams(),
          weights: each.weights.map(({ shape }) => shape),
        },
      ]),
    ),
  }
}

function expectEqual(layers: readonly ResolvedLayer[], inputShape: readonly number[]): void {
  const inferred = infer(layers, inputShape)
  if (!inferred.fits) throw new Error(inferred.message)
  const model = built(layers, inputShape)
  expect(inferred.outputShape).toEqual(model.outputShape)
  expect(inferred.parameters).toBe(model.parameters)
  expect(inferred.trainableParameters).toBe(model.trainableParameters)
  for (const { id, outputShape, parameters, weights } of inferred.layers) {
    expect({ id, outputShape, parameters, weights }).toEqual({ id, ...model.layers[id] })
  }
}

describe('infer', () => {
  it.each(layerCases.map((each) => [each.type, JSON.stringify(each.args).slice(0, 100), each] as const))(
    'agrees with TensorFlow.js: %s %s',
    (_type, _args, { type, input, args }) => expectEqual([layer('it', type, args)], input),
  )

  it('has a case for every layer', () => {
    const tried = new Set(layerCases.map(({ type }) => type))
    // One runs before there are tensors, the other is unrolled earlier.
    expect([...vocabulary.keys()].filter((name) => !tried.has(name))).toEqual(['text_vectorization', 'repeat'])
  })

  it('measures a model that reads texts', () => {
    const { hyperparameters, layers } = catalogue().architectures.get('text-classifier')!
    const resolved = resolveLayers(template(layers), { ...hyperparameters, classes: 2, outputs: 2 }).layers
    expect(infer(resolved, [])).toMatchObject({ fits: true, outputShape: [2], parameters: 160_610 })
    const words = (args: Parameters<typeof layer>[2], input: number[] = []): unknown =>
      infer([layer('words', 'text_vectorization', args)], input)
    expect(words({ max_tokens: 50, output_mode: 'count' })).toMatchObject({ outputShape: [50] })
    expect(words({ output_sequence_length: 9 }, [4])).toMatchObject({
      message: expect.stringContaining('it must be the first layer, and the data texts, but it gets [4]'),
    })
    expect(words({ max_tokens: 50 })).toMatchObject({
      message: '"text_vectorization" needs "output_sequence_length" if "output_mode" is "int".',
    })
    expect(words({ max_tokens: 50, output_mode: 'count', output_sequence_length: 5 })).toMatchObject({
      message: '"text_vectorization" takes "output_sequence_length" only if "output_mode" is "int".',
    })
  })

  it.each([
    ['mlp', [28, 28, 1], 10, {}, 118_282],
    ['mlp', [13], 1, { layers: 3, norm: true, dropout: 0.2 }, undefined],
    ['mlp', [13], 2, { layers: 0 }, 28],
    ['lenet', [28, 28, 1], 10, {}, 44_426],
    ['lenet', [32, 32, 3], 10, { dropout: 0.5 }, 62_006],
    ['cifar-cnn', [32, 32, 3], 10, {}, 1_250_858],
    ['cifar-cnn', [28, 28, 1], 1, { dropout: 0, head_dropout: 0 }, undefined],
    ['forecast-mlp', [28, 1], 7, {}, 6_471],
    ['forecast-mlp', [14, 3], 1, { depth: 0, dropout: 0.1 }, 43],
    ['seasonal-naive', [28, 1], 7, { season: 7 }, 0],
    ['seasonal-naive', [9, 1], 20, { season: 8 }, 0],
    ['seasonal-naive', [3, 1], 2, { season: 1 }, 0],
    ['gru', [28, 28], 10, {}, 18_506],
    ['gru', [12, 1], 1, { depth: 2, dropout: 0.1 }, undefined],
    ['lstm', [28, 28], 10, {}, 24_458],
    ['lstm', [12, 1], 1, { depth: 3, dropout: 0.1 }, undefined],
    ['logistic-regression', [28, 28, 1], 10, {}, 7_850],
    ['logistic-regression', [13], 1, { l2: 0.1 }, 14],
    ['mobilenet', [32, 32, 3], 10, {}, 144_906],
    ['mobilenet', [32, 32, 3], 1, { depth: 2, dropout: 0.1 }, undefined],
    ['resnet', [32, 32, 3], 10, {}, 274_042],
    ['resnet', [32, 32, 3], 10, { depth: 8, l2: 1e-4 }, undefined],
    ['resnet', [32, 32, 3], 1, { depth: 32, filters: 4 }, undefined],
    ['tabular-mlp', [13], 1, {}, 5_147],
    ['tabular-mlp', [13], 3, { layers: 1, dropout: 0.5, l2: 0.01 }, undefined],
    ['vgg', [32, 32, 3], 10, {}, 2_168_362],
    ['vgg', [28, 28, 1], 1, { depth: 3, convolutions: 3, filters: 4, norm: true }, undefined],
    ['vgg', [32, 32, 3], 100, { depth: 1, convolutions: 1 }, undefined],
  ] as const)('agrees with TensorFlow.js on %s with input %j', (name, inputShape, outputs, changes, parameters) => {
    const { hyperparameters, layers } = catalogue().architectures.get(name)!
    const data = { classes: outputs, outputs, window: inputShape[0] }
    const resolved = resolveLayers(template(layers), { ...hyperparameters, ...changes, ...data }).layers
    expectEqual(resolved, inputShape)
    const inferred = infer(resolved, inputShape)
    if (parameters !== undefined) expect(inferred).toMatchObject({ parameters })
    expect(inferred).toMatchObject({ outputShape: [outputs] })
  })

  it('counts a multiply-add as 2 FLOPs', () => {
    const conv = layer('conv', 'conv2d', { filters: 8, kernel_size: 3, use_bias: false })
    expect(infer([conv], [10, 10, 2])).toMatchObject({ flops: 2 * 3 * 3 * 2 * 8 * 8 * 8 })
    expect(infer([layer('dense', 'dense', { units: 3, activation: 'relu' })], [5])).toMatchObject({
      flops: 2 * 5 * 3 + 3 + 3,
    })
  })

  it.each([
    [[layer('a', 'flatten'), layer('b', 'conv2d', { filters: 2, kernel_size: 3 })], 'b', 'height, width, channels'],
    [[layer('a', 'conv2d', { filters: 2, kernel_size: 9 })], 'a', 'larger than its input of [8, 8]'],
    [[layer('a', 'max_pooling2d', { pool_size: 9 })], 'a', 'larger than its input'],
    [[layer('a', 'conv2d', { filters: 0, kernel_size: 3 })], 'a', '"filters" of "conv2d" is 0'],
    [[layer('a', 'conv2d', { filters: 1.5, kernel_size: 3 })], 'a', 'expected an integer of at least 1'],
    [[layer('a', 'conv2d', { kernel_size: 3 })], 'a', 'needs the argument "filters"'],
    [[layer('a', 'conv2d', { filters: 2, kernel_size: [3, 3, 3] })], 'a', 'expected one integer or a list of 2'],
    [[layer('a', 'dense', { units: 2, activation: 'rely' })], 'a', '"rely"'],
    [[layer('a', 'dense', { units: 2, width: 3 })], 'a', 'has no argument "width"'],
    [[layer('a', 'dropout', { rate: 1 })], 'a', 'expected a number from 0 to 0.999'],
    [[layer('a', 'reshape', { target_shape: [5, 5] })], 'a', '64 values'],
    [[layer('a', 'random_crop', { height: 9, width: 8 })], 'a', 'zero_padding2d'],
    [[layer('a', 'residual', { layers: [layer('b', 'max_pooling2d')] })], 'a', 'shortcut'],
    [[layer('a', 'residual', { layers: [layer('b', 'dense', { units: 0 })] })], 'b', '"units"'],
    [[layer('a', 'branch', { branches: [[layer('b', 'relu')]] })], 'a', 'at least two'],
    [
      [layer('a', 'branch', { merge: 'add', branches: [[layer('b', 'relu')], [layer('c', 'flatten')]] })],
      'a',
      'same shape',
    ],
    [[layer('a', 'attention')], 'a', 'Unknown layer "attention"'],
    [[layer('a', 'lstm', { units: 2 })], 'a', '[length, channels]'],
    [[layer('a', 'mix_up'), layer('b', 'flatten'), layer('c', 'mix_up')], 'c', 'labels are mixed once'],
    [[layer('a', 'residual', { layers: [layer('b', 'mix_up')] })], 'b', 'not inside of one'],
    [[layer('a', 'bidirectional', { layers: [layer('b', 'dense', { units: 2 })] })], 'a', 'one layer inside'],
    [[layer('a', 'random_crop')], 'a', 'or "padding"'],
    [[layer('a', 'cropping2d', { cropping: 4 })], 'a', 'both ends'],
    [[layer('a', 'normalization', { mean: 1 })], 'a', 'neither'],
    [[layer('a', 'permute', { dims: [1, 2, 2] })], 'a', 'each axis'],
    [[layer('a', 'dense', { units: 2, kernel_regularizer: { l3: 1 } })], 'a', 'a map of l1, l2'],
    [[layer('a', 'dense', { units: 2, kernel_regularizer: { l2: -1 } })], 'a', 'of at least 0'],
  ])('says which layer does not fit, and why (%#)', (layers, at, part) => {
    const inference = infer(layers, [8, 8, 1])
    expect(inference).toMatchObject({ fits: false, layer: at })
    expect(inference).toHaveProperty('message', expect.stringContaining(part))
    expect(inference).toHaveProperty('message', expect.stringMatching(/\.$/))
  })

  it('measures 10,000 models of ten layers in less than 1.5 seconds of processor time', () => {
    const convs: LayerTemplate[] = [0, 1, 2].flatMap((block) => [
      layer(`conv${block}`, 'conv2d', { filters: 8, kernel_size: 3, padding: 'same' }),
      layer(`norm${block}`, 'batch_normalization'),
      layer(`pool${block}`, 'max_pooling2d'),
    ])
    const layers = [...convs, layer('flat', 'flatten')] as ResolvedLayer[]
    // Other processes slow down the clock, but not processor time.
    const start = process.cpuUsage()
    for (let n = 0; n < 10_000; n++) infer(layers, [32, 32, 3])
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1500)
  })
})
