import type { ArgumentRule, Catalogue } from './catalogue.js'
import type { Layer, Model } from '../language/experiment.js'
import type { Edit } from './edit-layers.js'
import { modelTemplate } from './model-template.js'

const rules = (...names: string[]): Record<string, ArgumentRule> =>
  Object.fromEntries(names.map((name) => [name, { type: name === 'layers' ? 'layers' : 'integer' }]))

const catalogue: Catalogue = {
  architectures: new Map([
    ['one', { name: 'one', summary: '', hyperparameters: { units: 3 }, layers: [{ dense: { units: '$units' } }] }],
  ]),
  layerTypes: new Map(
    Object.entries({
      dense: ['units'],
      conv2d: ['filters', 'strides'],
      pool: ['pool_size'],
      repeat: ['times', 'layers'],
    }).map(([name, names]) => [name, { name, arguments: rules(...names) }]),
  ),
  infer: () => ({ fits: false, layer: '', message: '' }),
}

const layers: Layer[] = [
  {
    id: 'blocks',
    repeat: {
      times: 2,
      layers: [
        { id: 'conv', conv2d: { filters: 8 } },
        { id: 'pool', pool: {} },
      ],
    },
  },
  { id: 'fc1', dense: { units: 4 } },
  { id: 'fc2', dense: { units: 2 }, if: '$deep' },
]
const edited = (...edits: Edit[]) => modelTemplate({ layers }, edits, catalogue).layers

describe('modelTemplate', () => {
  it('reads layers, and numbers missing ids', () => {
    const model: Model = { layers: [{ dense: { units: 1 } }, { dense: { units: 2 } }, { id: 'dense_3', dense: {} }] }
    expect(modelTemplate(model, [], catalogue).layers.map(({ id }) => id)).toEqual(['dense', 'dense_2', 'dense_3'])
  })

  it('brings the defaults of an architecture', () => {
    expect(modelTemplate({ architecture: 'one' }, [], catalogue)).toMatchObject({
      defaults: { units: 3 },
      layers: [{ id: 'dense' }],
    })
  })

  it('removes, changes and replaces layers, nested ones too', () => {
    const [blocks, fc1] = edited({ pool: null, conv2d: { strides: 2 } }, { fc1: { conv2d: { filters: 1 } } })
    expect(blocks?.args['layers']).toEqual([{ id: 'conv', type: 'conv2d', args: { filters: 8, strides: 2 } }])
    expect(fc1).toEqual({ id: 'fc1', type: 'conv2d', args: { filters: 1 } })
  })

  it('matches ids by glob and keeps conditions', () => {
    expect(edited({ 'fc*': { units: 9 } }).slice(1)).toEqual([
      { id: 'fc1', type: 'dense', args: { units: 9 } },
      { id: 'fc2', type: 'dense', args: { units: 9 }, if: '$deep' },
    ])
  })

  it('remembers what the user wrote for an edited layer', () => {
    const template = modelTemplate({ layers }, [{ fc1: { units: 7 } }], catalogue)
    expect(template.sources.get(template.layers[1] as never)).toBe(layers[1])
  })

  it.each([
    [{ nothing: null }, 'The edit "nothing" matches no layer. Layers here are "blocks", "conv", "pool", "fc1", "fc2".'],
    [{ fc1: { filters: 3 } }, 'The layer "fc1" (dense) has no argument "filters". It takes units.'],
  ])('says what cannot be done with %p', (edit, message) => {
    expect(modelTemplate({ layers }, [edit], catalogue).problems).toEqual([
      { edit, selector: Object.keys(edit)[0], message },
    ])
  })

  it('says everything that cannot be done', () => {
    expect(modelTemplate({ layers }, [{ a: null, b: null }, { c: null }], catalogue).problems).toHaveLength(3)
  })
})
