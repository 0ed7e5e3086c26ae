import { LayerResolutionError, resolveLayers } from './resolve-layers.js'
import type { LayerTemplate } from '../contract/training-spec.js'

const dense = (units: number | string, rest: Partial<LayerTemplate> = {}): LayerTemplate => ({
  id: 'dense',
  type: 'dense',
  args: { units },
  ...rest,
})
const repeat = (times: number | string, ...layers: LayerTemplate[]): LayerTemplate => ({
  id: 'blocks',
  type: 'repeat',
  args: { times, layers },
})

describe('resolveLayers', () => {
  it('unrolls repeats with their index and evaluates expressions', () => {
    const { layers } = resolveLayers([repeat('$depth', dense('$units * 2 ^ index'))], { depth: 3, units: 8 })
    expect(layers.map(({ id, args }) => [id, args['units']])).toEqual([
      ['blocks_0_dense', 8],
      ['blocks_1_dense', 16],
      ['blocks_2_dense', 32],
    ])
  })

  it('leaves out layers whose condition is false', () => {
    expect(resolveLayers([dense(1, { if: '$on' })], { on: false }).layers).toEqual([])
    expect(resolveLayers([dense(1, { if: '$on' })], { on: true }).layers).toHaveLength(1)
  })

  it('gives nested layers ids of their own', () => {
    const block: LayerTemplate = { id: 'res', type: 'residual', args: { layers: [dense(4)], shortcut: [dense(4)] } }
    const both: LayerTemplate = {
      id: 'both',
      type: 'branch',
      args: { branches: [[dense(1)], [dense(2)]], merge: 'add' },
    }
    expect([...resolveLayers([block], {}).origins.keys()]).toEqual(['res', 'res_dense', 'res_shortcut_dense'])
    expect(resolveLayers([both], {}).layers[0]?.args['branches']).toEqual([
      [{ id: 'both_0_dense', type: 'dense', args: { units: 1 } }],
      [{ id: 'both_1_dense', type: 'dense', args: { units: 2 } }],
    ])
  })

  it('remembers which template each layer came from', () => {
    const template = dense(3)
    expect(resolveLayers([repeat(2, template)], {}).origins.get('blocks_1_dense')).toBe(template)
  })

  it('refuses two layers with one id', () => {
    expect(() => resolveLayers([dense(1), dense(2)], {})).toThrow('Two layers have the id "dense"')
  })

  it.each([
    [repeat('$x', dense(1)), 'needs a count'],
    [repeat(1e9, dense(1)), 'at most 2000'],
    [dense('$nothing'), 'which has no value'],
    [dense(1, { if: '$x' }), 'expected true or false'],
  ])('refuses what has no meaning (%#)', (template, message) => {
    expect(() => resolveLayers([template], { x: 1.5 })).toThrow(LayerResolutionError)
    expect(() => resolveLayers([template], { x: 1.5 })).toThrow(message)
  })
})
