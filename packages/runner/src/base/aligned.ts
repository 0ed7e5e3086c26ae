/** Rows of text in columns; tens of thousands of them take no time. */

/** How a column is set. */
export type Alignment = 'left' | 'right'

/** Returns the rows as lines, two spaces between columns. A cell with line ends takes several lines. */
export function aligned(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): readonly string[] {
  const tall = rows.map((row) => row.map((cell) => cell.split('\n')))
  const widths = alignments.map((_, column) =>
    tall.reduce((widest, row) => Math.max(widest, ...(row[column] ?? []).map(({ length }) => length)), 0),
  )
  return tall.flatMap((row) =>
    Array.from({ length: Math.max(...row.map(({ length }) => length)) }, (_, line) =>
      row
        .map((cell, column) => {
          const [text, width] = [cell[line] ?? '', widths[column] ?? 0]
          return alignments[column] === 'right' ? text.padStart(width) : text.padEnd(width)
        })
        .join('  ')
        .trimEnd(),
    ),
  )
}
