import '@tensorflow/tfjs-backend-cpu'
import {
  disposeVariables,
  enableProdMode,
  ones,
  setBackend,
  tensor,
  variableGrads,
  sum,
  mul,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'

import { build } from './build.js'
import { layer } from './testing/layer-cases.js'

beforeAll(() => {
  enableProdMode()
  return setBackend('cpu')
})
afterEach(() => disposeVariables())

/** The model's outputs for `input`: one for each entry of `training`. */
function outputs(layers: Parameters<typeof build>[0], input: Tensor, seed: number, training: boolean[]): number[][] {
  const model = build(layers, input.shape.slice(1), { seed })
  return training.map((mode) => [...(model.apply(input, { training: mode }) as Tensor).dataSync()])
}

const random = [
  layer('it', 'dropout', { rate: 0.5 }),
  layer('it', 'spatial_dropout2d', { rate: 0.5 }),
  layer('it', 'gaussian_noise', { stddev: 1 }),
  layer('it', 'random_flip', {}),
  layer('it', 'random_crop', { height: 4, width: 4 }),
]

describe('build', () => {
  it('gives the same initial weights for the same seed, others for another, others for each layer', () => {
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
    'draws %s anew at each step, the same for one seed, and not in inference',
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

  it('sends gradients back through random layers to where the values came from', () => {
    const layers = [
      layer('conv', 'conv2d', { filters: 1, kernel_size: 1, use_bias: false, kernel_initializer: 'ones' }),
      layer('flip', 'random_flip'),
    ]
    const model = build(layers, [2, 2, 1], { seed: 1 })
    const input = tensor([1, 2, 3, 4], [1, 2, 2, 1])
    const { grads } = variableGrads(() => sum<Scalar>(mul(model.apply(input, { training: true }) as Tensor, 2)))
    expect(Object.values(grads).map((gradient) => [...gradient.dataSync()])).toEqual([[20]])
  })

  it('refuses what does not fit, naming the layer', () => {
    expect(() => build([layer('conv', 'conv2d', { filters: 1, kernel_size: 5 })], [3, 3, 1], { seed: 1 })).toThrow(
      'The layer "conv" does not fit.',
    )
  })

  it('builds a model without layers', () => {
    expect(outputs([], tensor([[1, 2]]), 1, [false])).toEqual([[1, 2]])
  })
})
