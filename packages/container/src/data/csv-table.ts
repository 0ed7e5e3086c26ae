/** CSV files → columns of text, every cell with its file and line. */

import { readFileSync } from 'node:fs'

import { CsvError, parse } from 'csv-parse/sync'

import { JobFailure } from '../job-failure.js'

/** One or more CSV files with the same header, as one. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
}

/** A row and where it stands. */
export interface TableRow {
  readonly cells: readonly string[]
  readonly file: string
  readonly line: number
}

/**
 * Reads files one after another.
 * @throws JobFailure for a file that is not CSV or has another header, naming file and line.
 */
export function readTable(files: readonly string[]): Table {
  const tables = files.map(readFile)
  const columns = tables[0].columns
  const other = tables.findIndex((table) => table.columns.join('\n') !== columns.join('\n'))
  if (other > 0) throw new JobFailure(`The columns of "${files[other]}" are not those of "${files[0]}".`)
  return { columns, rows: tables.flatMap(({ rows }) => rows) }
}

function readFile(file: string): Table {
  const [header, ...records] = parseRecords(file)
  if (records.length === 0) throw new JobFailure(`The file "${file}" has no rows below a header.`)
  const columns = header.record.map((name) => name.trim())
  const unnamed = columns.indexOf('')
  if (unnamed >= 0) throw new JobFailure(`The file "${file}" has no name for its column ${unnamed + 1}.`)
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) throw new JobFailure(`The file "${file}" has two columns named "${twice}".`)
  return { columns, rows: records.map(({ record, info }) => ({ cells: record, file, line: info.lines })) }
}

interface Parsed {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

function parseRecords(file: string): Parsed[] {
  try {
    return parse(readFileSync(file), {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[]
  } catch (error) {
    if (error instanceof CsvError)
      throw new JobFailure(`The file "${file}" is not CSV: ${error.message}.`, { cause: error })
    throw error
  }
}
