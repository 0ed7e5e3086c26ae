/** Optuna's fANOVA over scikit-learn's forest is the judge: `fixtures/make_importance.py` asked it. */

import { readFileSync } from 'node:fs'

import fc from 'fast-check'
import type { Scalar } from '@assay/core'

import type { SearchDimension, SearchTrial } from '../../report/search-report.js'
import { mainEffectShares } from '../../statistics/fanova.js'
import { importance } from './importance.js'
import type { Feature, Tree } from '../../statistics/random-forest.js'

interface Case {
  readonly name: string
  readonly trials: readonly { readonly params: Readonly<Record<string, Scalar>>; readonly value: number }[]
  readonly optuna: Readonly<Record<string, number>>
  readonly exact: Readonly<Record<string, number>>
}

const { cases } = JSON.parse(readFileSync(new URL('../../../fixtures/importance.json', import.meta.url), 'utf8')) as {
  cases: readonly Case[]
}

const unit = { kind: 'continuous', scale: 'linear', min: 0, max: 1 } as const

function dimensionsOf({ trials }: Case): SearchDimension[] {
  return Object.keys(trials[0]?.params ?? {}).map((name) =>
    name === 'kind' ? { name, kind: 'categorical', values: ['adam', 'sgd', 'rmsprop'] } : { name, ...unit },
  )
}

function trialsOf(values: readonly { params: Readonly<Record<string, Scalar>>; value: number }[]): SearchTrial[] {
  return values.map(({ params, value }, index) => ({
    number: index + 1,
    jobName: `job-${index}`,
    tuningJob: 'tuning',
    status: 'completed',
    stoppedEarly: false,
    hyperparameters: params,
    objective: value,
  }))
}

describe('importance', () => {
  it.each(cases)('agrees with Optuna’s fANOVA on $name', (one) => {
    const { rows, fit = 0 } = importance(dimensionsOf(one), trialsOf(one.trials))
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(one.optuna).sort())
    for (const { name, share, interval } of rows) {
      expect(Math.abs(share - (one.optuna[name] ?? 0))).toBeLessThan(0.05)
      expect(interval.low).toBeLessThanOrEqual(share)
      expect(interval.high).toBeGreaterThanOrEqual(share)
    }
    expect(fit).toBeGreaterThan(0.4)
  })

  it.each(cases)('finds the most important hyperparameter in $name', (one) => {
    const [most] = Object.entries(one.exact).sort(([, a], [, b]) => b - a)
    expect(importance(dimensionsOf(one), trialsOf(one.trials)).rows[0]?.name).toBe(most?.[0])
  })

  it('measures a range on its scale', () => {
    const rates = Array.from({ length: 40 }, (_, index) => 10 ** (-4 + (3 * index) / 39))
    const trials = rates.map((rate, index) => ({
      params: { rate, other: ((index * 7) % 40) / 40 },
      value: -((Math.log10(rate) + 2.5) ** 2),
    }))
    const log = { name: 'rate', kind: 'continuous', scale: 'log', min: 1e-4, max: 0.1 } as const
    const [first] = importance([log, { name: 'other', ...unit }], trialsOf(trials)).rows
    expect(first?.name).toBe('rate')
    expect(first?.share).toBeGreaterThan(0.85)
  })

  it.each([
    ['too few trials', 9, 1, 'It takes at least 10 completed trials over one hyperparameter; there are 9.'],
    ['too many hyperparameters', 11, 4, 'It takes at least 12 completed trials over 4 hyperparameters; there are 11.'],
  ])('refuses %s', (_case, n, names, note) => {
    const dimensions = Array.from({ length: names }, (_, index) => ({ name: `x${index}`, ...unit }))
    const trials = Array.from({ length: n }, (_, index) => ({
      params: Object.fromEntries(dimensions.map(({ name }) => [name, index / n])),
      value: index,
    }))
    expect(importance(dimensions, trialsOf(trials))).toEqual({ method: 'none', trials: n, rows: [], note })
  })

  it('refuses a constant objective, and one that the trials do not predict', () => {
    const noise = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4]
    const of = (value: (index: number) => number): ReturnType<typeof importance> =>
      importance(
        [{ name: 'x', ...unit }],
        trialsOf(noise.map((_, index) => ({ params: { x: index / 20 }, value: value(index) }))),
      )
    expect(of(() => 0.5).note).toBe('All 20 completed trials gave the same objective.')
    const refused = of((index) => noise[(index * 7) % 20] ?? 0)
    expect(refused.method).toBe('none')
    expect(refused.note).toContain('no better than their mean')
  })

  it('does not count trials that failed or were stopped', () => {
    const [one] = cases
    const trials = trialsOf(one?.trials ?? []).map((trial, index): SearchTrial =>
      index < 51 ? { ...trial, status: 'stopped', stoppedEarly: true } : trial,
    )
    expect(importance(one ? dimensionsOf(one) : [], trials)).toMatchObject({ method: 'none', trials: 9 })
  })

  it('returns the same figures again', () => {
    const [one] = cases
    const [dimensions, trials] = [one ? dimensionsOf(one) : [], trialsOf(one?.trials ?? [])]
    expect(importance(dimensions, trials)).toEqual(importance(dimensions, trials))
  })
})

describe('mainEffectShares', () => {
  const number: Feature = { kind: 'number' }

  it('integrates a tree by hand', () => {
    // 0 left of x = 1/4; right of it 2 below y = 1/2 and 6 above. Mean 3; variance 9/4 + 3/8 · 1 + 3/8 · 9 = 6.
    // f(x): 0 | 4, variance 1/4 · 9 + 3/4 · 1 = 3. f(y): 3/2 | 9/2, variance 9/4.
    const tree: Tree = {
      feature: 0,
      at: 0.25,
      left: { mean: 0 },
      right: { feature: 1, at: 0.5, left: { mean: 2 }, right: { mean: 6 } },
    }
    const [x, y, z] = mainEffectShares(tree, [number, number, number]) ?? []
    expect(x).toBeCloseTo(3 / 6, 12)
    expect(y).toBeCloseTo(2.25 / 6, 12)
    expect(z).toBeCloseTo(0, 12)
  })

  it('counts each category once', () => {
    // 1 for one of four categories and 0 for the others: all of the variance is the category's.
    const tree: Tree = { feature: 0, among: new Set([2]), left: { mean: 1 }, right: { mean: 0 } }
    expect(mainEffectShares(tree, [{ kind: 'category', size: 4 }, number])).toEqual([1, 0])
  })

  it('returns undefined for a single leaf', () => {
    expect(mainEffectShares({ mean: 3 }, [number])).toBeUndefined()
  })

  /** A box halves with each node, on either feature, so that every threshold lies inside it. */
  const treeIn = (depth: number, box: readonly (readonly [number, number])[]): fc.Arbitrary<Tree> => {
    const leaf = fc.integer({ min: -5, max: 5 }).map((mean): Tree => ({ mean }))
    if (depth === 0) return leaf
    const nodes = box.map(([low, high], feature) => {
      const at = (low + high) / 2
      const half = (side: readonly [number, number]): (readonly [number, number])[] =>
        box.map((old, index) => (index === feature ? side : old))
      return fc
        .tuple(treeIn(depth - 1, half([low, at])), treeIn(depth - 1, half([at, high])))
        .map(([left, right]): Tree => ({ feature, at, left, right }))
    })
    return fc.oneof(leaf, ...nodes)
  }

  it('returns shares of at least 0 that add up to at most 1', () => {
    fc.assert(
      fc.property(
        treeIn(4, [
          [0, 1],
          [0, 1],
        ]),
        (tree) => {
          const shares = mainEffectShares(tree, [number, number])
          if (shares === undefined) return
          expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9)
        },
      ),
    )
  })
})
