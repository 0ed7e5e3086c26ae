import type { Experiment } from '../language/experiment.js'
import { expand } from './expand.js'
import type { Variant } from './expand.js'
import { createPositions } from '../language/positions.js'

const base = {
  version: 1,
  name: 'x',
  data: 'mnist',
  objective: { metric: 'val_accuracy', goal: 'maximize' },
  model: { architecture: 'mlp', edit: { flat: { a: 1 } } },
  hyperparameters: { depth: 1, width: 8 },
} as const

function variantsOf(stages: Experiment['stages']): readonly Variant[] {
  return expand({ ...base, stages }, createPositions()).variants
}

const refs = (stages: Experiment['stages']) => variantsOf(stages).map(({ ref }) => ref)

describe('expand', () => {
  it('makes one variant of a stage without variants', () => {
    expect(variantsOf({ baseline: {} })).toMatchObject([{ ref: 'baseline', seeds: [1], recipe: { data: 'mnist' } }])
  })

  it('counts seeds from 1 and takes over those of `of`', () => {
    const [baseline, other, own] = variantsOf({
      baseline: { seeds: 3 },
      other: { of: 'baseline' },
      own: { of: 'baseline', seeds: [7] },
    })
    expect([baseline?.seeds, other?.seeds, own?.seeds]).toEqual([[1, 2, 3], [1, 2, 3], [7]])
  })

  it('merges file, `of`, stage and variant, later winning', () => {
    const [, variant] = variantsOf({
      baseline: { hyperparameters: { depth: 2, width: 16 } },
      next: {
        of: 'baseline',
        hyperparameters: { depth: 3 },
        variants: { a: { hyperparameters: { width: null, extra: 1 } } },
      },
    })
    expect(variant).toMatchObject({
      ref: 'next/a',
      of: 'baseline',
      recipe: { hyperparameters: { depth: 3, extra: 1 } },
    })
    expect(variant?.recipe.hyperparameters).not.toHaveProperty('width')
  })

  it('keeps edits in their order, and drops them with the model they were made to', () => {
    const [first, second, third] = variantsOf({
      a: { model: { edit: { conv: null } } },
      b: { of: 'a', model: { edit: { flat: null } } },
      c: { of: 'a', model: { architecture: 'lenet' } },
    })
    expect(first?.edits).toEqual([{ flat: { a: 1 } }, { conv: null }])
    expect(second?.edits).toEqual([{ flat: { a: 1 } }, { conv: null }, { flat: null }])
    expect(third?.edits).toEqual([])
  })

  it('names the cells of a matrix in the order of its axes and leaves out what `exclude` matches', () => {
    expect(
      refs({
        sizes: {
          matrix: { depth: [1, 2], width: [8, 16] },
          exclude: [
            { depth: 2, width: 16 },
            { width: 8, depth: 1 },
          ],
        },
      }),
    ).toEqual(['sizes/depth=1/width=16', 'sizes/depth=2/width=8'])
  })

  it('crosses variants with the matrix', () => {
    expect(refs({ s: { variants: { a: null, b: {} }, matrix: { depth: [1, 2] } } })).toEqual([
      's/a/depth=1',
      's/a/depth=2',
      's/b/depth=1',
      's/b/depth=2',
    ])
  })

  it('lets a stage start from a later one and from a cell', () => {
    const variants = variantsOf({ next: { of: 'sizes/depth=2' }, sizes: { matrix: { depth: [1, 2] } } })
    expect(variants.map(({ ref, of }) => [ref, of])).toEqual([
      ['next', 'sizes/depth=2'],
      ['sizes/depth=1', undefined],
      ['sizes/depth=2', undefined],
    ])
    expect(variants[0]?.recipe.hyperparameters).toEqual({ depth: 2, width: 8 })
  })

  it('says when `of` names no single variant', () => {
    const experiment = {
      ...base,
      stages: { sizes: { matrix: { depth: [1, 2] } }, next: { of: 'sizes' } },
    } as unknown as Experiment
    expect(expand(experiment, createPositions()).diagnostics).toMatchObject([
      {
        code: 'unknown-reference',
        message: '"sizes" names no single variant. The stage has "sizes/depth=1", "sizes/depth=2".',
      },
    ])
  })

  it('does not change what it is given', () => {
    const freeze = (value: unknown): unknown => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
      return value
    }
    const stages = { a: { seeds: 2 }, b: { of: 'a', variants: { c: { hyperparameters: { depth: 2 } } } } }
    const experiment = freeze({ ...base, stages }) as Experiment
    expect(() => expand(experiment, createPositions())).not.toThrow()
  })
})
