/** A CSV file → its header and cells, or its first error with the line. The only file that imports csv-parse. */

import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'

import { CsvError, parse } from 'csv-parse/sync'

import { JobFailure } from '../../base/job-failure.js'
import { lineAfter, linePlace } from './cell-place.js'
import { cellStore } from './cell-store.js'
import type { CellStore } from './cell-store.js'

/** A parsed file. */
export interface ParsedCsv {
  readonly columns: readonly string[]
  /** The number of bytes up to the header's end. */
  readonly headerEnd: number
  /** The cells of the rows below the header, of which there is at least one. */
  readonly cells: CellStore
}

/** @throws JobFailure for a file that is not CSV in UTF-8 with a header and rows, naming file and line. */
export function parseCsv(file: string): ParsedCsv {
  const bytes = readFileSync(file)
  if (!isUtf8(bytes)) throw notUtf8(file, bytes)
  const parsed = parseRecords(file, bytes)
  if (parsed === undefined) throw new JobFailure(`The file "${file}" is empty; expected a header and rows below it.`)
  if (parsed.cells.rows() === 0) throw new JobFailure(`The file "${file}" has no rows below its header.`)
  return parsed
}

/** Stores records one by one: as arrays of texts they would take many times the file's size. */
function parseRecords(file: string, text: Buffer): ParsedCsv | undefined {
  let parsed: ParsedCsv | undefined
  let end = 0
  try {
    parse(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { bytes }: { readonly bytes: number }) => {
        end = bytes
        if (parsed) return void parsed.cells.add(record, bytes)
        requireCommas(file, record)
        parsed = { columns: record, headerEnd: bytes, cells: cellStore(record.length) }
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const what = explained(error, parsed?.columns.length ?? 0)
    throw new JobFailure(`${linePlace(file, end)} is not CSV: ${what}`, { cause: error })
  }
  return parsed
}

/** Separators of other programs. */
const separators = { ';': '";"', '\t': 'tabs', '|': '"|"' } as const

/** A column's name may contain a semicolon, but a table of one column has nothing to learn from. */
function requireCommas(file: string, header: readonly string[]): void {
  const [separator] = header.length > 1 ? [] : Object.entries(separators).filter(([sign]) => header[0]?.includes(sign))
  if (separator === undefined) return
  throw new JobFailure(
    `${linePlace(file, 0)} has no comma but ${separator[1]} between its names; cells are separated by commas. ` +
      'Write the file anew with commas, and with points in its numbers.',
  )
}

const quoting = 'A cell with quotes in it stands in quotes, and each of its own is doubled.'

function explained({ code, message, record }: CsvError & { readonly record?: unknown }, columns: number): string {
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const cells = Array.isArray(record) ? record.length : 0
      return `the row has ${cells} ${cells === 1 ? 'cell' : 'cells'}, the header ${columns}. A cell with a comma in it stands in quotes.`
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quote (") opens a cell of the row that begins here, and none closes it. ${quoting}`
    case 'INVALID_OPENING_QUOTE':
      return `there is a quote (") inside a cell of the row. ${quoting}`
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `a cell of the row goes on behind the quote (") that closes it. ${quoting}`
    default:
      return `${message}.`
  }
}

function notUtf8(file: string, bytes: Buffer): JobFailure {
  const lineEnd = (start: number): number => (bytes.indexOf(0x0a, start) + 1 || bytes.length + 1) - 1
  let start = 0
  while (isUtf8(bytes.subarray(start, lineEnd(start)))) start = lineEnd(start) + 1
  const column = new TextDecoder().decode(bytes.subarray(start, lineEnd(start))).indexOf('\uFFFD') + 1
  return new JobFailure(
    `${file}:${lineAfter(bytes.subarray(0, start))}:${column} is not UTF-8. Save the file in this encoding; ` +
      '"iconv -f latin1 -t utf-8" makes it of Latin-1.',
  )
}
