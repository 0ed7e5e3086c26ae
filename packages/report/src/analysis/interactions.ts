/** Where two hyperparameters of a matrix do not simply add up. */

import type { Interaction } from '../report/matrix-report.js'
import { groupBy } from '../statistics/group-by.js'
import { confidence, estimate, mean } from '../statistics/statistics.js'
import { commonSeeds, type Axis, type Cell } from './matrix-cell.js'

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
  const departures = departuresOf(a, b, cells, seeds)
  const all = a.values.flatMap((x) =>
    b.values.map((y): Interaction => {
      const bySeed = departures(x, y)
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

/**
 * Returns a function that gives cell − row − column + grand mean of two levels, one number for each seed. The means of rows
 * and columns are taken once, not for each cell.
 */
function departuresOf(
  a: Axis,
  b: Axis,
  cells: readonly Cell[],
  seeds: readonly number[],
): (x: unknown, y: unknown) => number[] {
  const means = (chosen: readonly Cell[]): number[] =>
    seeds.map((seed) => mean(chosen.map(({ bySeed }) => bySeed.get(seed) ?? Number.NaN)))
  const meansBy = (axis: Axis, chosen: readonly Cell[]): Map<unknown, number[]> =>
    new Map([...groupBy(chosen, ({ values }) => values[axis.name])].map(([value, group]) => [value, means(group)]))
  const rows = groupBy(cells, ({ values }) => values[a.name])
  const cellMeans = new Map<unknown, Map<unknown, number[]>>(
    [...rows].map(([value, row]) => [value, meansBy(b, row)] as const),
  )
  const [rowMeans, columnMeans, all] = [meansBy(a, cells), meansBy(b, cells), means(cells)]
  return (x, y) => {
    const [cell, row, column] = [cellMeans.get(x)?.get(y), rowMeans.get(x), columnMeans.get(y)]
    const at = (found: readonly number[] | undefined, index: number): number => found?.[index] ?? Number.NaN
    return all.map((grand, index) => at(cell, index) - at(row, index) - at(column, index) + grand)
  }
}
