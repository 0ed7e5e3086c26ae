/** Many texts as consecutive bytes: strings would take several times as much memory. */

import { JobFailure } from '../../base/job-failure.js'

/** Rows with the same number of cells. */
export interface CellStore {
  /** Adds a row. `end` is the number of bytes up to its end in the file. */
  readonly add: (cells: readonly string[], end: number) => void
  readonly rows: () => number
  readonly cell: (row: number, column: number) => string
  /** Returns the number of bytes up to a row's end. */
  readonly end: (row: number) => number
}

/** The ends of texts are 32-bit numbers. */
const mostBytes = 2 ** 32 - 1

/** Returns an empty store. */
export function cellStore(width: number): CellStore {
  let bytes = Buffer.allocUnsafe(1 << 16)
  let used = 0
  let ends = new Uint32Array(1 << 12)
  let rowEnds = new Uint32Array(1 << 8)
  let rows = 0
  const put = (text: string, index: number): void => {
    // A UTF-16 code unit takes at most three bytes of UTF-8.
    while (bytes.length < used + 3 * text.length) bytes = larger(bytes)
    used += bytes.write(text, used)
    ends[index] = used
  }
  return {
    add: (cells, end) => {
      if ((rows + 1) * width > ends.length) ends = doubled(ends)
      if (rows === rowEnds.length) rowEnds = doubled(rowEnds)
      cells.forEach((text, column) => put(text, rows * width + column))
      rowEnds[rows++] = end
    },
    rows: () => rows,
    cell: (row, column) => {
      const index = row * width + column
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
    },
    end: (row) => rowEnds[row],
  }
}

function larger(bytes: Buffer): Buffer<ArrayBuffer> {
  const size = Math.min(bytes.length * 2, mostBytes)
  if (size === bytes.length)
    throw new JobFailure('A table has more than 4 GiB of text. Give it as TFRecord or RecordIO.')
  const next = Buffer.allocUnsafe(size)
  bytes.copy(next)
  return next
}

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(numbers.length * 2)
  next.set(numbers)
  return next
}
