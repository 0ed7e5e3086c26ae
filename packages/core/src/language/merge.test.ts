import { merge, mergeRecipe } from './merge.js'
import { createPositions, positionIn } from './positions.js'
import type { LineIndex, Positions, Span } from './positions.js'

const merged = (base: object, change: object): unknown => merge(base, change, createPositions())

describe('merge', () => {
  it('merges maps, replaces lists and scalars', () => {
    expect(
      merged(
        { hyperparameters: { a: 1, b: 2 }, model: { layers: [{ flatten: {} }] } },
        { hyperparameters: { b: 3, c: 4 }, resources: { volume_gb: 1 } },
      ),
    ).toEqual({
      hyperparameters: { a: 1, b: 3, c: 4 },
      model: { layers: [{ flatten: {} }] },
      resources: { volume_gb: 1 },
    })
  })

  it('removes null members at any depth, also those that did not exist', () => {
    expect(
      merged({ hyperparameters: { a: 1, b: 2 }, data: 'x' }, { hyperparameters: { a: null, z: null }, data: null }),
    ).toEqual({ hyperparameters: { b: 2 } })
    expect(merged({}, { hyperparameters: { a: null, b: 1 }, init_weights: null })).toEqual({
      hyperparameters: { b: 1 },
    })
  })

  it('keeps null in edits: there it removes a layer', () => {
    expect(merged({ model: { architecture: 'vgg' } }, { model: { edit: { drop: null } } })).toEqual({
      model: { architecture: 'vgg', edit: { drop: null } },
    })
    expect(merged({}, { model: { edit: { drop: null } } })).toEqual({ model: { edit: { drop: null } } })
    expect(merged({ model: { edit: { drop: null } } }, { model: { edit: null } })).toEqual({ model: {} })
  })

  it('adds up the arguments of an edit, but not another layer', () => {
    const base = { model: { edit: { conv: { filters: 8 } } } }
    expect(merged(base, { model: { edit: { conv: { strides: 2 } } } })).toEqual({
      model: { edit: { conv: { filters: 8, strides: 2 } } },
    })
    expect(merged(base, { model: { edit: { conv: { dense: { units: 1 } } } } })).toEqual({
      model: { edit: { conv: { dense: { units: 1 } } } },
    })
  })

  it('starts anew with another model', () => {
    expect(
      merged({ model: { architecture: 'vgg', edit: { drop: null } } }, { model: { layers: [{ flatten: {} }] } }),
    ).toEqual({ model: { layers: [{ flatten: {} }] } })
  })

  it('replaces one engine by another, and drops its hyperparameters', () => {
    expect(
      merged(
        { algorithm: 'xgboost@1.7-1', hyperparameters: { eta: 1 }, data: 'x' },
        { model: { architecture: 'mlp' }, hyperparameters: { epochs: 1 } },
      ),
    ).toEqual({ data: 'x', model: { architecture: 'mlp' }, hyperparameters: { epochs: 1 } })
  })

  it('replaces set by channels and one kind of range by another', () => {
    expect(merged({ data: { set: 'a', target: 't' } }, { data: { channels: { train: 'x' } } })).toEqual({
      data: { target: 't', channels: { train: 'x' } },
    })
    expect(
      merged({ search_space: { lr: { min: 1, max: 2, scale: 'log' } } }, { search_space: { lr: { values: [1] } } }),
    ).toEqual({ search_space: { lr: { values: [1] } } })
  })

  it('leaves hyperparameters alone that have the names of alternatives', () => {
    expect(merged({ hyperparameters: { set: 1, min: 1 } }, { hyperparameters: { channels: 1, values: 2 } })).toEqual({
      hyperparameters: { set: 1, min: 1, channels: 1, values: 2 },
    })
  })

  it('reads a data name as a set', () => {
    expect(merged({ data: 'mnist' }, { data: { fraction: 0.1 } })).toEqual({ data: { set: 'mnist', fraction: 0.1 } })
    expect(merged({ data: { set: 'cifar10', fraction: 0.1 } }, { data: 'mnist' })).toEqual({ data: 'mnist' })
  })

  it('changes neither side', () => {
    const base = Object.freeze({ hyperparameters: Object.freeze({ a: 1 }) })
    const change = Object.freeze({ hyperparameters: Object.freeze({ a: null, b: 2 }) })
    expect(merged(base, change)).toEqual({ hyperparameters: { b: 2 } })
  })
})

describe('mergeRecipe', () => {
  it('takes the keys of a recipe only', () => {
    const stage = { of: 'baseline', seeds: 3, hyperparameters: { a: 2 } }
    expect(mergeRecipe({ hyperparameters: { a: 1 }, data: 'x' }, stage, createPositions())).toEqual({
      hyperparameters: { a: 2 },
      data: 'x',
    })
  })

  it('keeps the place where each member was written', () => {
    const positions = createPositions()
    const file = { data: 'mnist', hyperparameters: { a: 1, b: 2 } }
    const stage = { hyperparameters: { b: 3 }, data: { fraction: 1 } }
    write(positions, 'base.yaml', file, 1)
    write(positions, 'base.yaml', file.hyperparameters, 2)
    write(positions, 'top.yaml', stage, 3)
    write(positions, 'top.yaml', stage.hyperparameters, 4)
    write(positions, 'top.yaml', stage.data, 5)
    const recipe = mergeRecipe(file, stage, positions)
    const place = (object: object | undefined, key: string): unknown => {
      const position = positions.of(object ?? {}, key)
      return position && `${position.file}:${position.line}`
    }
    expect(place(recipe, 'hyperparameters')).toBe('top.yaml:3')
    expect(place(recipe.hyperparameters, 'a')).toBe('base.yaml:2')
    expect(place(recipe.hyperparameters, 'b')).toBe('top.yaml:4')
    expect(place(recipe.data as object, 'set')).toBe('base.yaml:1')
    expect(place(recipe.data as object, 'fraction')).toBe('top.yaml:5')
    const again = mergeRecipe(recipe, { hyperparameters: { c: 1 } }, positions)
    expect(place(again.hyperparameters, 'b')).toBe('top.yaml:4')
  })
})

describe('positionIn', () => {
  const file: LineIndex = { path: 'x.yaml', text: 'ab\r\ncd: ef\n', lineStarts: [0, 4, 11] }
  it.each<[Span, [number, number, number]]>([
    [
      [0, 2],
      [1, 1, 3],
    ],
    [
      [4, 6],
      [2, 1, 3],
    ],
    [
      [8, 10],
      [2, 5, 7],
    ],
    [
      [0, 9],
      [1, 1, 3],
    ],
    [
      [11, 11],
      [3, 1, 2],
    ],
  ])('finds the line and columns of %j', (span, [line, column, endColumn]) => {
    expect(positionIn(file, span)).toEqual({ file: 'x.yaml', line, column, endColumn })
  })
})

/** Records that every member of `object` was written on one line of a file. */
function write(positions: Positions, path: string, object: object, line: number): void {
  const file: LineIndex = { path, text: '\n'.repeat(9), lineStarts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }
  const span: Span = [line - 1, line - 1]
  const members = new Map(Object.keys(object).map((key) => [key, { key: span, value: span }]))
  positions.write(object, { file, self: span, members })
}
