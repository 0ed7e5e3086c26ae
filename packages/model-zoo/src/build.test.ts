import '@tensorflow/tfjs-backend-cpu'
import {
  disposeVariables,
  enableProdMode,
  io,
  matMul,
  ones,
  setBackend,
  tensor,
  variableGrads,
  sum,
  mul,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { loadLayersModel } from '@tensorflow/tfjs-layers'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { adapt, build } from './build.js'
import { layer, layerCases } from './testing/layer-cases.js'

beforeAll(() => {
  enableProdMode()
  return setBackend('cpu')
})
afterEach(() => disposeVariables())

/** Returns the model's outputs for `input`: one for each entry of `training`. */
function outputs(layers: Parameters<typeof build>[0], input: Tensor, seed: number, training: boolean[]): number[][] {
  const model = build(layers, input.shape.slice(1), { seed })
  return training.map((mode) => [...(model.apply(input, { training: mode }) as Tensor).dataSync()])
}

const near = (value: number, digits: number): unknown => expect.closeTo(value, digits)

const random = [
  layer('it', 'dropout', { rate: 0.5 }),
  layer('it', 'spatial_dropout2d', { rate: 0.5 }),
  layer('it', 'gaussian_noise', { stddev: 1 }),
  layer('it', 'random_flip', {}),
  layer('it', 'random_crop', { height: 4, width: 4 }),
  layer('it', 'random_crop', { padding: 2 }),
  layer('it', 'random_rotation', { factor: 0.5 }),
  layer('it', 'random_translation', { height_factor: 0.5, width_factor: 0.5 }),
  layer('it', 'random_zoom', { height_factor: 0.5, width_factor: 0.5 }),
  layer('it', 'random_contrast', { factor: 0.5 }),
  layer('it', 'cutout', { size: 3 }),
  layer('it', 'mix_up', { alpha: 1 }),
  layer('it', 'alpha_dropout', { rate: 0.5 }),
  layer('it', 'gaussian_dropout', { rate: 0.5 }),
]

describe('build', () => {
  it('gives initial weights that differ by seed and by layer, and repeat for the same seed', () => {
    const layers = ['a', 'b'].map((id) => layer(id, 'dense', { units: 4 }))
    const weights = (seed: number): number[][] =>
      build(layers, [4], { seed })
        .getWeights()
        .map((weight) => [...weight.dataSync()])
    const [first, again, other] = [weights(1), weights(1), weights(2)]
    expect(again).toEqual(first)
    expect(other[0]).not.toEqual(first[0])
    expect(first[2]).not.toEqual(first[0])
    expect(first[1]).toEqual([0, 0, 0, 0])
  })

  it.each(random.map((each) => [each.type, each] as const))(
    'randomizes %s at each step, repeatably for one seed, and not in inference',
    (_type, it) => {
      const input = tensor(
        Float32Array.from({ length: 8 * 6 * 6 * 4 }, (_, n) => n + 1),
        [8, 6, 6, 4],
      )
      const [first, second, inference, inferenceAgain] = outputs([it], input, 3, [true, true, false, false])
      const [firstAgain, secondAgain] = outputs([it], input, 3, [true, true])
      const [firstOther] = outputs([it], input, 4, [true])
      expect(second).not.toEqual(first)
      expect(firstAgain).toEqual(first)
      expect(secondAgain).toEqual(second)
      expect(firstOther).not.toEqual(first)
      expect(inferenceAgain).toEqual(inference)
    },
  )

  it('keeps the expected sum under dropout', () => {
    const [values] = outputs([layer('drop', 'dropout', { rate: 0.25 })], ones([1, 100_000]), 1, [true])
    const kept = values.filter((value) => value !== 0)
    expect(kept.length / 100_000).toBeCloseTo(0.75, 2)
    expect(kept[0]).toBeCloseTo(1 / 0.75, 6)
  })

  it('draws normal noise', () => {
    const [values] = outputs(
      [layer('noise', 'gaussian_noise', { stddev: 2 })],
      tensor([[...Array(50_001)].map(() => 1)]),
      1,
      [true],
    )
    const mean = values.reduce((total, value) => total + value, 0) / values.length
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length
    expect(mean).toBeCloseTo(1, 1)
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1)
  })

  it('flips whole images and crops windows of neighbours', () => {
    const image = tensor([1, 2, 3, 4, 5, 6], [1, 2, 3, 1])
    const seen = new Set<string>()
    for (let seed = 0; seed < 40; seed++)
      seen.add(outputs([layer('f', 'random_flip', { mode: 'horizontal' })], image, seed, [true]).join())
    expect([...seen].sort()).toEqual(['1,2,3,4,5,6', '3,2,1,6,5,4'])
    const crops = new Set<string>()
    for (let seed = 0; seed < 40; seed++)
      crops.add(outputs([layer('c', 'random_crop', { height: 1, width: 2 })], image, seed, [true]).join())
    expect([...crops].sort()).toEqual(['1,2', '2,3', '4,5', '5,6'])
  })

  it('sends gradients back through random layers to the pixels that the values came from', () => {
    const layers = [
      layer('conv', 'conv2d', { filters: 1, kernel_size: 1, use_bias: false, kernel_initializer: 'ones' }),
      layer('flip', 'random_flip'),
    ]
    const model = build(layers, [2, 2, 1], { seed: 1 })
    const input = tensor([1, 2, 3, 4], [1, 2, 2, 1])
    const { grads } = variableGrads(() => sum<Scalar>(mul(model.apply(input, { training: true }) as Tensor, 2)))
    expect(Object.values(grads).map((gradient) => [...gradient.dataSync()])).toEqual([[20]])
  })

  it('rejects a layer that does not fit, with its id', () => {
    expect(() => build([layer('conv', 'conv2d', { filters: 1, kernel_size: 5 })], [3, 3, 1], { seed: 1 })).toThrow(
      'The layer "conv" does not fit.',
    )
  })

  it('builds a model without layers', () => {
    expect(outputs([], tensor([[1, 2]]), 1, [false])).toEqual([[1, 2]])
  })
})

describe('adapt', () => {
  it('gives a normalization the mean and variance of its inputs', () => {
    const layers = [layer('scale', 'rescaling', { scale: 2, offset: 1 }), layer('norm', 'normalization')]
    const model = build([layers[1], ...layers.map((each) => ({ ...each, id: `${each.id}_2` }))], [3], { seed: 1 })
    const rows = [
      [1, 100, 7],
      [2, 104, 7],
      [6, 102, 7],
    ]
    adapt(model, () => [tensor(rows.slice(0, 2)), tensor(rows.slice(2))])
    const [mean, variance, mean2, variance2] = model.getWeights().map((weight) => [...weight.dataSync()])
    expect(mean).toEqual([3, 102, 7])
    expect(variance).toEqual([14 / 3, 8 / 3, 1].map((value) => near(value, 5)))
    // The inputs of the second are normalized, then 2x + 1; a constant feature becomes 0, then 1.
    expect(mean2).toEqual([1, 1, 1].map((value) => near(value, 5)))
    expect(variance2).toEqual([4, 4, 1].map((value) => near(value, 4)))
    const expected = [(1 - 3) / Math.sqrt(14 / 3), (100 - 102) / Math.sqrt(8 / 3), 0]
    for (const training of [true, false]) {
      const output = model.apply(tensor([rows[0]]), { training }) as Tensor
      expect([...output.dataSync()]).toEqual(expected.map((value) => near(value, 4)))
    }
  })
})

describe('up_sampling1d', () => {
  it('repeats each step of a sequence in its place', () => {
    const sequence = tensor([1, 2, 3, 4], [1, 2, 2])
    const values = outputs([layer('it', 'up_sampling1d', { size: 3 })], sequence, 1, [true, false])
    const expected = [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4]
    expect(values).toEqual([expected, expected])
  })
})

describe('an orthogonal kernel', () => {
  it.each([
    [4, 9],
    [9, 4],
    [5, 5],
  ])('of %i by %i has orthonormal rows or columns', (rows, columns) => {
    const args = { units: columns, kernel_initializer: 'orthogonal', use_bias: false }
    const kernel = build([layer('it', 'dense', args)], [rows], { seed: 3 }).getWeights()[0]
    const gram = rows <= columns ? matMul(kernel, kernel, false, true) : matMul(kernel, kernel, true, false)
    const size = Math.min(rows, columns)
    const values = gram.dataSync()
    for (let n = 0; n < size * size; n++) expect(values[n]).toBeCloseTo(n % (size + 1) === 0 ? 1 : 0, 5)
  })
})

describe('bidirectional', () => {
  it('starts its two directions from different weights', () => {
    const it = layer('it', 'bidirectional', { layers: [layer('inner', 'gru', { units: 3 })] })
    const weights = (): number[][] =>
      build([it], [4, 2], { seed: 1 })
        .getWeights()
        .map((each) => [...each.dataSync()])
    const [forward, forwardState, , backward, backwardState] = weights()
    expect(forward).not.toEqual(backward)
    expect(forwardState).not.toEqual(backwardState)
    expect(weights()[0]).toEqual(forward)
  })
})

describe('augmentation', () => {
  const pixels = Array.from({ length: 16 }, (_, n) => n / 16)
  const image = (): Tensor => tensor(pixels, [1, 4, 4, 1])
  const one = (type: string, args: Parameters<typeof layer>[2], seed: number): number[] =>
    outputs([layer('it', type, args)], image(), seed, [true])[0]

  it('crops out of an image with zeros around it', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 200; seed++) seen.add(one('random_crop', { padding: 1 }, seed).join())
    expect(seen.size).toBe(9)
    expect(seen.has(pixels.join())).toBe(true)
    // Down and right by one: the first row and column are zeros.
    expect(seen.has([0, 0, 0, 0, 0, 0, 1, 2, 0, 4, 5, 6, 0, 8, 9, 10].map((n) => n / 16).join())).toBe(true)
    expect(outputs([layer('it', 'random_crop', { padding: 1 })], image(), 1, [false])[0]).toEqual(pixels)
  })

  it('keeps an image if the factor is 0', () => {
    for (const [type, args] of [
      ['random_rotation', { factor: 0 }],
      ['random_translation', { height_factor: 0, width_factor: 0 }],
      ['random_zoom', { height_factor: 0 }],
      ['random_contrast', { factor: 0 }],
      ['random_brightness', { factor: 0 }],
    ] as const) {
      expect(one(type, args, 1)).toEqual(pixels.map((value) => near(value, 6)))
    }
  })

  it.each(['constant', 'nearest', 'wrap', 'reflect'])('keeps values within the range of the image: %s', (fill_mode) => {
    for (let seed = 0; seed < 20; seed++) {
      for (const [type, args] of [
        ['random_rotation', { factor: 0.5 }],
        ['random_translation', { height_factor: 1, width_factor: 1 }],
        ['random_zoom', { height_factor: 0.9 }],
      ] as const) {
        const values = one(type, { ...args, fill_mode }, seed)
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...values)).toBeLessThanOrEqual(15 / 16 + 1e-6)
      }
    }
  })

  it('cuts out a square', () => {
    const counts = new Set<number>()
    const ones_ = ones([1, 4, 4, 1])
    for (let seed = 0; seed < 50; seed++) {
      const [values] = outputs([layer('it', 'cutout', { size: 2 })], ones_, seed, [true])
      counts.add(values.filter((value) => value === 0).length)
    }
    expect([...counts].sort()).toEqual([1, 2, 4])
  })

  it('moves brightness by at most the factor, between 0 and 1', () => {
    const values = Array.from({ length: 40 }, (_, seed) => one('random_brightness', { factor: 0.25 }, seed))
    const moved = values.map((each) => each[8] - 0.5)
    expect(Math.max(...moved)).toBeGreaterThan(0.15)
    expect(Math.min(...moved)).toBeLessThan(-0.15)
    for (const change of moved) expect(Math.abs(change)).toBeLessThanOrEqual(0.25)
    expect(Math.min(...values.flat())).toBe(0)
    expect(Math.max(...values.flat())).toBe(1)
  })
})

describe('alpha dropout', () => {
  it('keeps mean and variance of normal values', () => {
    const model = [layer('noise', 'gaussian_noise', { stddev: 1 }), layer('drop', 'alpha_dropout', { rate: 0.3 })]
    const [values] = outputs(model, tensor(new Float32Array(100_000), [1, 100_000]), 1, [true])
    const mean = values.reduce((total, value) => total + value, 0) / 100_000
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / 100_000
    expect(mean).toBeCloseTo(0, 1)
    expect(variance).toBeCloseTo(1, 1)
  })
})

describe('a model for inference', () => {
  const types = [...new Map(layerCases.map((each) => [each.type, each])).values()]

  it.each(types.map((each) => [each.type, each] as const))(
    'loads in plain TensorFlow.js and gives the same outputs: %s',
    async (_type, { type, input, args }) => {
      const layers = [layer('it', type, args)]
      const values = tensor(
        Float32Array.from({ length: 2 * input.reduce((product, size) => product * size, 1) }, (_, n) => (n % 7) / 7),
        [2, ...input],
      )
      const trained = build(layers, input, { seed: 1 })
      const plain = build(layers, input, { seed: 2, purpose: 'inference' })
      plain.setWeights(trained.getWeights())
      const loaded = await loadLayersModel(io.fromMemory(await artifactsOf(plain)))
      const output = (model: LayersModel): number[] => [...(model.apply(values) as Tensor).dataSync()]
      expect(output(loaded)).toEqual(output(trained))
    },
  )
})

async function artifactsOf(model: LayersModel): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts = {}
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      saved = artifacts
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
    }),
  )
  return saved
}
