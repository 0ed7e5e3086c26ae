/** Describes data files with the container's own readers, started as a program. */

import type { ColumnDescription, DataFormat, DataSummary, MissingValues } from '@assay/core'

import type { ChannelFile } from './channel-files.js'
import { type Following, startOnFiles } from './container-program.js'

/** The container's description of files. */
export type Description = Pick<DataSummary, 'format' | 'task' | 'inputShape' | 'classes' | 'classNames' | 'rows'> & {
  /** Of a table. */
  readonly columns?: readonly ColumnDescription[]
  /** Set if every training row has the same target. */
  readonly constantTarget?: true
  /** Set if only some of many files were read; never when planning. */
  readonly unchecked?: true
}

/** The container's description of a table without a target. */
export interface TableDescription {
  readonly format: 'csv'
  readonly rows: DataSummary['rows']
  readonly columns: readonly ColumnDescription[]
}

/** How files are read: of a table, which columns. */
export interface Columns {
  readonly target?: string | undefined
  readonly features?: readonly string[] | undefined
  /** Whether the rows are the steps of a series. */
  readonly series?: boolean | undefined
  /** How cells without a value are read. */
  readonly missing?: MissingValues | undefined
  /** Default: found out by the files. */
  readonly format?: DataFormat | undefined
}

/**
 * Returns what the container finds in the files.
 * @throws UserError with the container's own sentence for files that it cannot read; UnknownColumns.
 */
export async function describeFiles(files: readonly ChannelFile[], columns: Columns): Promise<Description> {
  return JSON.parse(await startOnFiles(files, 'describe', flagsOf(columns))) as Description
}

/** Returns what the container finds in the files; a table needs no target, and may be unfit for training. */
export async function describeAsFound(
  files: readonly ChannelFile[],
  columns: Columns,
  following: Following = {},
): Promise<Description | TableDescription> {
  const flags = ['--as-found', ...flagsOf(columns)]
  return JSON.parse(await startOnFiles(files, 'describe', flags, following)) as Description | TableDescription
}

function flagsOf({ target, features, series, missing, format }: Columns): string[] {
  return [
    ...(target === undefined ? [] : ['--target', target]),
    ...(features === undefined ? [] : ['--features', features.join(',')]),
    ...(series === true ? ['--series'] : []),
    ...(missing === undefined ? [] : ['--missing', missing]),
    ...(format === undefined ? [] : ['--format', format]),
  ]
}
