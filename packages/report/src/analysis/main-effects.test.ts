import { readFileSync } from 'node:fs'

import { analyse } from '../analyse.js'
import type { MatrixAnalysis } from '../report/matrix-report.js'
import { bySeed, smallPlan, type SmallStage } from '../testing/small-plan.js'
import type { Interval } from '../statistics/statistics.js'

interface Level {
  mean: number
  interval: Interval
}

const { factorial } = JSON.parse(readFileSync(new URL('../../fixtures/statistics.json', import.meta.url), 'utf8')) as {
  factorial: { cells: number[][][]; rows: Level[]; columns: Level[] }
}

/** A stage whose cells have these objectives by seed; undefined cells are excluded. */
function matrix(cells: readonly (readonly (readonly (number | string)[] | undefined)[])[]): MatrixAnalysis | undefined {
  const all = cells.flatMap((row, depth) =>
    row.flatMap((seeds, width) =>
      seeds ? [{ ref: `sizes/depth=${depth}/width=${width}`, cell: { depth, width }, seeds }] : [],
    ),
  )
  const stage: SmallStage = {
    matrix: [
      { name: 'depth', values: cells.map((_, index) => index) },
      { name: 'width', values: (cells[0] ?? []).map((_, index) => index) },
    ],
    variants: Object.fromEntries(all.map(({ ref, seeds }) => [ref, bySeed(seeds as number[])])),
    cells: Object.fromEntries(all.map(({ ref, cell }) => [ref, cell])),
  }
  const { plan, records } = smallPlan({ sizes: stage })
  return analyse(plan, records).matrices[0]
}

describe('mainEffects', () => {
  it('agrees with SciPy on the level means of a full grid and their intervals over seeds', () => {
    const found = matrix(factorial.cells)
    const levels = found?.axes.map((axis) => axis.levels.map(({ objective }) => objective))
    ;[factorial.rows, factorial.columns].forEach((expected, axis) => {
      expected.forEach(({ mean, interval }, level) => {
        expect(levels?.[axis]?.[level]?.mean).toBeCloseTo(mean, 12)
        expect(levels?.[axis]?.[level]?.interval?.low).toBeCloseTo(interval.low, 12)
        expect(levels?.[axis]?.[level]?.interval?.high).toBeCloseTo(interval.high, 12)
      })
    })
    expect(found?.axes.map(({ method }) => method)).toEqual(['balanced', 'balanced'])
  })

  it('compares only matching cells if some are excluded', () => {
    // Width adds 1; depth adds 10. The cell with both is left out, so that plain averages would understate each.
    const found = matrix([
      [
        [0, 0],
        [1, 1],
      ],
      [[10, 10], undefined],
    ])
    expect(found?.excluded).toBe(1)
    expect(found?.axes.map(({ method, range }) => ({ method, range }))).toEqual([
      { method: 'matched', range: 10 },
      { method: 'matched', range: 1 },
    ])
    expect(found?.interactions).toEqual([])
  })

  it('returns no range if levels are not comparable', () => {
    const found = matrix([
      [[0, 0], undefined],
      [undefined, [5, 5]],
    ])
    expect(found?.axes[0]).toMatchObject({ method: 'unmatched' })
    expect(found?.axes[0]).not.toHaveProperty('range')
  })

  it('counts only seeds that every cell has', () => {
    const found = matrix([
      [
        [1, 2, 3],
        [1, 2, 'The loss is NaN.'],
      ],
    ])
    expect(found?.axes[1]?.levels[0]?.objective).toMatchObject({ n: 2, mean: 1.5 })
  })

  it('finds the cell at which two axes do not add up', () => {
    const found = matrix([
      [
        [0, 0.1],
        [1, 1.1],
      ],
      [
        [10, 10.1],
        [15, 15.1],
      ],
    ])
    // (0 + 15 − 1 − 10) / 4
    expect(found?.interactions).toHaveLength(1)
    expect(Math.abs(found?.interactions[0]?.departure ?? 0)).toBeCloseTo(1, 12)
    expect(found?.interactions[0]?.axes).toEqual(['depth', 'width'])
  })

  it('accepts a matrix without results', () => {
    const found = matrix([[['x'], ['y']]])
    expect(found?.axes.map(({ method }) => method)).toEqual(['none', 'none'])
    expect(found?.cells).toHaveLength(2)
  })
})
