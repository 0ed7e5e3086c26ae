/**
 * Finds the place of a cell in a CSV file, for whoever has to fix it. It searches the file on request: places of all cells
 * would take more memory than the cells.
 */

import { withFile } from '../channels/files.js'

/** The bytes of a row in a file, from the end of the row before. */
export interface RowPlace {
  readonly file: string
  readonly start: number
  readonly end: number
}

/** Returns `file:line:column` of a row's cell, in characters and counted from 1, as editors count. */
export function cellPlace({ file, start, end }: RowPlace, column: number): string {
  const bytes = beginning(file, end)
  const row = decode(bytes.subarray(start))
  const before = row.slice(0, cellStart(row, column))
  const characters = before.length - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) - 1
  return `${file}:${lineAfter(bytes.subarray(0, start)) + lineBreaks(before)}:${characters + 1}`
}

/** Returns `file:line` of a row that begins after a number of bytes, or after the empty lines that follow them. */
export function linePlace(file: string, start: number): string {
  const bytes = beginning(file)
  let first = start
  while (isLineBreak(bytes[first])) first++
  return `${file}:${lineAfter(bytes.subarray(0, first))}`
}

/** Returns the number of the line that follows some bytes of a file. */
export function lineAfter(bytes: Uint8Array): number {
  let breaks = 0
  bytes.forEach((byte, at) => {
    if (byte === newline || (byte === carriageReturn && bytes[at + 1] !== newline)) breaks++
  })
  return breaks + 1
}

const newline = 0x0a
const carriageReturn = 0x0d

const isLineBreak = (byte: number | undefined): boolean => byte === newline || byte === carriageReturn

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}

/** Skips a byte-order mark. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function beginning(file: string, length?: number): Uint8Array {
  return withFile(file, ({ size, readInto }) => {
    const bytes = new Uint8Array(length ?? size)
    readInto(bytes, 0)
    return bytes
  })
}

/** A doubled quote inside a quoted cell ends it and begins it again, with the same result. */
function cellStart(row: string, column: number): number {
  let at = /^[\r\n]*/.exec(row)?.[0].length ?? 0
  for (let seen = 0, isQuoted = false; seen < column && at < row.length; at++) {
    if (row[at] === '"') isQuoted = !isQuoted
    else if (row[at] === ',' && !isQuoted) seen++
  }
  while (row[at] === ' ' || row[at] === '\t') at++
  return at
}
