/** Where two hyperparameters of a matrix do not simply add up. */

import type { Interaction } from '../report/matrix-report.js'
import { commonSeeds, type Axis, type Cell } from './matrix-cell.js'
import { confidence, estimate, mean } from '../statistics/statistics.js'

/**
 * Returns, for each pair of axes whose full grid was run, the cell that departs most from row plus column. Other axes are
 * averaged over; pairs with holes in their grid are left out.
 */
export function interactions(matrix: readonly Axis[], cells: readonly Cell[]): Interaction[] {
  const size = matrix.reduce((product, { values }) => product * values.length, 1)
  const seeds = commonSeeds(cells)
  if (cells.length !== size || seeds.length === 0) return []
  const pairs = matrix.flatMap((a, index) => matrix.slice(index + 1).map((b) => [a, b] as const))
  return pairs
    .filter(([a, b]) => a.values.length > 1 && b.values.length > 1)
    .map(([a, b]) => largest(a, b, cells, seeds))
}

function largest(a: Axis, b: Axis, cells: readonly Cell[], seeds: readonly number[]): Interaction {
  const level = 1 - (1 - confidence) / (a.values.length * b.values.length)
  const all = a.values.flatMap((x) =>
    b.values.map((y): Interaction => {
      const bySeed = seeds.map((seed) => departure(seed, cells, [a.name, x], [b.name, y]))
      const found = estimate(bySeed, level)
      return {
        axes: [a.name, b.name],
        cell: [x, y],
        departure: mean(bySeed),
        ...(found?.interval && { interval: found.interval }),
      }
    }),
  )
  return all.reduce((most, one) => (Math.abs(one.departure) > Math.abs(most.departure) + 1e-12 ? one : most))
}

type Setting = readonly [name: string, value: unknown]

/** Cell − row − column + grand mean, in one seed. */
function departure(seed: number, cells: readonly Cell[], a: Setting, b: Setting): number {
  const has = (cell: Cell, [name, value]: Setting): boolean => cell.values[name] === value
  const average = (chosen: readonly Cell[]): number => mean(chosen.map(({ bySeed }) => bySeed.get(seed) ?? Number.NaN))
  const [row, column] = [cells.filter((cell) => has(cell, a)), cells.filter((cell) => has(cell, b))]
  return average(row.filter((cell) => has(cell, b))) - average(row) - average(column) + average(cells)
}
