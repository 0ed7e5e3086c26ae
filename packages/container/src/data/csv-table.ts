/** CSV files → columns of text, every cell with its file and line. In memory they take little more than the files do. */

import { readFileSync } from 'node:fs'

import { CsvError, parse } from 'csv-parse/sync'

import { JobFailure } from '../job-failure.js'
import { cellStore } from './cell-store.js'
import type { CellStore } from './cell-store.js'

/** One or more CSV files with the same header, as one. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: number
  /** Returns a cell's text. */
  readonly cell: (row: number, column: number) => string
  /** Returns where a row stands. */
  readonly origin: (row: number) => { readonly file: string; readonly line: number }
}

/** Returns the texts of a column, row by row. */
export function cellsOf({ rows, cell }: Table, column: number): string[] {
  return Array.from({ length: rows }, (_, row) => cell(row, column))
}

/** Returns a table of some rows of another. */
export function someRows({ columns, cell, origin }: Table, rows: ArrayLike<number>): Table {
  return {
    columns,
    rows: rows.length,
    cell: (row, column) => cell(rows[row], column),
    origin: (row) => origin(rows[row]),
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
    origin: (row) => tables[of(row)].origin(row - starts[of(row)]),
  }
}

function readFile(file: string): Table {
  const { header, cells } = parseRecords(file)
  if (cells === undefined || cells.rows() === 0) throw new JobFailure(`The file "${file}" has no rows below a header.`)
  const columns = header.map((name) => name.trim())
  const unnamed = columns.indexOf('')
  if (unnamed >= 0) throw new JobFailure(`The file "${file}" has no name for its column ${unnamed + 1}.`)
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) throw new JobFailure(`The file "${file}" has two columns named "${twice}".`)
  return { columns, rows: cells.rows(), cell: cells.cell, origin: (row) => ({ file, line: cells.line(row) }) }
}

interface Parsed {
  readonly header: readonly string[]
  readonly cells: CellStore | undefined
}

/** Records are put away one by one: as arrays of texts they would take many times the file. */
function parseRecords(file: string): Parsed {
  let header: readonly string[] = []
  let cells: CellStore | undefined
  const put = (record: readonly string[], line: number): void => {
    if (cells) return cells.add(record, line)
    header = record
    cells = cellStore(record.length)
  }
  try {
    parse(readFileSync(file), {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }: { readonly lines: number }) => void put(record, lines),
    })
  } catch (error) {
    if (error instanceof CsvError)
      throw new JobFailure(`The file "${file}" is not CSV: ${error.message}.`, { cause: error })
    throw error
  }
  return { header, cells }
}
