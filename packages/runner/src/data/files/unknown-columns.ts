/** Columns that a file names and its data do not have. */

import type { DataSource, Diagnostic, Position, Positions } from '@assay/core'
import { suggest } from '@assay/core/internal'

import { didYouMean } from '../../base/did-you-mean.js'
import { UserError } from '../../base/failure.js'

/** The container's answer. */
export interface ColumnNames {
  readonly unknown: readonly string[]
  /** Every column that there is. */
  readonly columns: readonly string[]
}

/** Every column that is not there. */
export class UnknownColumns extends UserError {
  readonly names: ColumnNames

  constructor(message: string, names: ColumnNames) {
    const [first = ''] = names.unknown
    super('unknown-column', `${message}${didYouMean(first, names.columns)}`)
    this.names = names
  }
}

/** Returns a diagnostic for each column at its position in the file; none for a column that the file does not name. */
export function columnDiagnostics(
  { names: { unknown, columns } }: UnknownColumns,
  { data }: Pick<DataSource, 'data'>,
  positions: Positions,
): readonly Diagnostic[] {
  const known = columns.map((name) => `"${name}"`).join(', ')
  return namedColumns(data, positions)
    .filter(({ name }) => unknown.includes(name))
    .map(({ name, place }) => {
      const suggestion = suggest(name, columns)
      return {
        ...place,
        code: 'unknown-column',
        severity: 'error',
        message: `The data have no column "${name}". Known are ${known}.`,
        ...(suggestion === undefined ? {} : { suggestion }),
      }
    })
}

interface NamedColumn {
  readonly name: string
  readonly place: Position
}

function namedColumns(data: DataSource['data'], positions: Positions): NamedColumn[] {
  const { target, features = [] } = data
  const named = (name: string | undefined, place: Position | undefined): NamedColumn[] =>
    name !== undefined && place !== undefined ? [{ name, place }] : []
  return [
    ...named(target, positions.of(data, 'target')),
    ...features.flatMap((name, index) => named(name, positions.of(features, index))),
  ]
}
