/** CSV files → columns of text with the place of each cell. They take little more memory than the files. */

import { JobFailure } from '../../base/job-failure.js'
import { cellPlace } from './cell-place.js'
import { parseCsv } from './parse-csv.js'

/** One or more CSV files with the same header, as one. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: number
  /** Returns a cell's text. */
  readonly cell: (row: number, column: number) => string
  /** Returns a row's file. */
  readonly file: (row: number) => string
  /** Returns the place of a cell: `file:line:column`. */
  readonly place: (row: number, column: number) => string
}

/** Returns the texts of a column, row by row. */
export function cellsOf({ rows, cell }: Table, column: number): string[] {
  return Array.from({ length: rows }, (_, row) => cell(row, column))
}

/** Returns a table of some rows of another. */
export function someRows({ columns, cell, file, place }: Table, rows: ArrayLike<number>): Table {
  return {
    columns,
    rows: rows.length,
    cell: (row, column) => cell(rows[row], column),
    file: (row) => file(rows[row]),
    place: (row, column) => place(rows[row], column),
  }
}

/**
 * Reads files one after another.
 * @throws JobFailure for a file that is not CSV or has another header, naming file and line.
 */
export function readTable(files: readonly string[]): Table {
  const tables = files.map(readFile)
  const { columns } = tables[0]
  const other = tables.findIndex((table) => table.columns.join('\n') !== columns.join('\n'))
  if (other > 0) throw new JobFailure(`The columns of "${files[other]}" are not those of "${files[0]}".`)
  return tables.length === 1 ? tables[0] : joined(tables)
}

function joined(tables: readonly Table[]): Table {
  const starts = [0]
  for (const { rows } of tables) starts.push(starts[starts.length - 1] + rows)
  const of = (row: number): number => starts.findLastIndex((start) => start <= row)
  return {
    columns: tables[0].columns,
    rows: starts[starts.length - 1],
    cell: (row, column) => tables[of(row)].cell(row - starts[of(row)], column),
    file: (row) => tables[of(row)].file(row - starts[of(row)]),
    place: (row, column) => tables[of(row)].place(row - starts[of(row)], column),
  }
}

function readFile(file: string): Table {
  const { columns, headerEnd, cells } = parseCsv(file)
  const unnamed = columns.indexOf('')
  const header = { file, start: 0, end: headerEnd }
  if (unnamed >= 0) throw new JobFailure(`${cellPlace(header, unnamed)} has no name for its column ${unnamed + 1}.`)
  const twice = columns.findIndex((name, index) => columns.indexOf(name) !== index)
  if (twice >= 0)
    throw new JobFailure(`${cellPlace(header, twice)} is the second of two columns named "${columns[twice]}".`)
  return {
    columns,
    rows: cells.rows(),
    cell: cells.cell,
    file: () => file,
    place: (row, column) =>
      cellPlace({ file, start: row === 0 ? headerEnd : cells.end(row - 1), end: cells.end(row) }, column),
  }
}
