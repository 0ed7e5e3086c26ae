import { ShapeError } from '../definition/shape.js'
import { layer, layerCases } from '../testing/layer-cases.js'
import { inKerasOrder } from './keras-graph.js'
import { kerasModel } from './keras-model.js'
import { readNamedWeights } from './named-weights.js'

const weight = (name: string, shape: readonly number[]) => ({
  name,
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
})

describe('inKerasOrder', () => {
  it('sorts nodes by distance from the output, farthest first, then by depth-first search', () => {
    const node = (name: string, ...inputs: string[]) => ({ name, inputs })
    const nodes = [
      node('in'),
      node('a', 'in'),
      node('b', 'in'),
      node('c', 'b'),
      node('sum', 'a', 'c'),
      node('out', 'sum'),
    ]
    expect(inKerasOrder(nodes).map(({ name }) => name)).toEqual(['in', 'b', 'a', 'c', 'sum', 'out'])
  })

  it('sorts a model of thousands of layers', () => {
    const nodes = Array.from({ length: 20_000 }, (_, at) => ({ name: `${at}`, inputs: at === 0 ? [] : [`${at - 1}`] }))
    expect(inKerasOrder(nodes)).toEqual(nodes)
  })
})

describe('kerasModel', () => {
  it('numbers layers of one class in the order of the model', () => {
    const dense = (id: string) => layer(id, 'dense', { units: 4, use_bias: false })
    const branches = [[dense('a')], [dense('b'), dense('c')]]
    const layers = [layer('split', 'branch', { branches, merge: 'add' }), dense('d')]
    const weights = ['a', 'b', 'c', 'd'].map((id) => weight(`${id}/kernel`, [4, 4]))
    expect(kerasModel({ layers, inputShape: [4], weights }).weights.map(({ name, path }) => `${path} ${name}`)).toEqual(
      [
        'layers/dense/vars/0 b/kernel',
        'layers/dense_1/vars/0 a/kernel',
        'layers/dense_2/vars/0 c/kernel',
        'layers/dense_3/vars/0 d/kernel',
      ],
    )
  })

  it.each([
    ['cutout', { size: 2 }],
    ['random_crop', { height: 2, width: 2 }],
    ['mix_up', {}],
  ])('exports %s only for inference, and says so', (type, args) => {
    const model = { layers: [layer('it', type, args)], inputShape: [4, 4, 1], weights: [] }
    expect(() => kerasModel(model)).toThrow(
      `The layer "it" cannot be exported: Keras has no "${type}" of this meaning. It is for training: "--inference" exports what the model does without it, for predictions.`,
    )
    expect(JSON.stringify(kerasModel({ ...model, inferenceOnly: true }).config)).toContain('Functional')
  })
})

describe('the Keras class of a layer', () => {
  it('is missing only if Keras has no layer that does the same', () => {
    const first = [...new Map(layerCases.map((each) => [each.type, each])).values()]
    const refused = first.filter(({ type, input, args }) => {
      try {
        kerasModel({ layers: [layer('it', type, args)], inputShape: input, weights: [] })
        return false
      } catch (error) {
        if (error instanceof ShapeError) return true
        throw error
      }
    })
    expect(refused.map(({ type }) => type)).toEqual(['random_crop', 'cutout', 'mix_up'])
  })
})

describe('readNamedWeights', () => {
  const json = (dtype = 'float32'): string =>
    JSON.stringify({ weightsManifest: [{ weights: [{ name: 'a/kernel', shape: [2], dtype }] }] })

  it('reads values from any byte offset', () => {
    const bytes = new Uint8Array(9)
    bytes.set(new Uint8Array(Float32Array.of(1, 2).buffer), 1)
    expect(readNamedWeights(json(), bytes.subarray(1))[0]).toEqual({
      name: 'a/kernel',
      shape: [2],
      values: Float32Array.of(1, 2),
    })
  })

  it('rejects files that do not match', () => {
    expect(() => readNamedWeights(json(), new Uint8Array(7))).toThrow(
      '"weights.bin" ends within the weight "a/kernel".',
    )
    expect(() => readNamedWeights(json(), new Uint8Array(9))).toThrow('has 9 bytes; "model.json" describes 8.')
    expect(() => readNamedWeights(json('int32'), new Uint8Array(8))).toThrow('is of type "int32"; expected "float32".')
  })
})
