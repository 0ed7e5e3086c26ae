/** The cells that several tables share. */

import type { Estimate, Interval } from '../../statistics/statistics.js'
import { figure } from '../../answer/figures.js'
import type { Cell } from './blocks.js'

/** A cell without a value. */
export const emptyCell: Cell = { text: '—' }

/** Returns the name of a variant or a search. */
export const refCell = (ref: string): Cell => ({ text: ref, isRef: true })

/** Returns a mean and its standard deviation. */
export function meanCell(found: Estimate | undefined, decimals: number): Cell {
  if (found === undefined) return emptyCell
  const sd = found.sd === undefined ? '' : ` ± ${figure(found.sd, decimals)}`
  return { text: figure(found.mean, decimals) + sd, sort: found.mean }
}

/** Returns an interval. */
export function intervalCell(interval: Interval | undefined, decimals: number): Cell {
  return interval
    ? { text: `${figure(interval.low, decimals)} … ${figure(interval.high, decimals)}`, sort: interval.low }
    : emptyCell
}

/** Returns a number with its text, or an empty cell. */
export function numberCell(value: number | undefined, text: (value: number) => string): Cell {
  return value === undefined ? emptyCell : { text: text(value), sort: value }
}
