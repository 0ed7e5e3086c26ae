/** Describes the contents of a data set's files, before anything is planned. */

import { statSync } from 'node:fs'
import { basename } from 'node:path'

import type { ColumnDescription, DataFormat, DataSummary } from '@assay/core'

import { JobFailure } from '../base/job-failure.js'
import { findCifar10 } from './images/cifar10.js'
import { describeColumns } from './tables/csv-column.js'
import { readTable } from './tables/csv-table.js'
import { isCompressed, listFiles } from './channels/files.js'
import { findIdx } from './images/idx.js'
import { framingOf } from './records/record-file.js'
import { openSeries } from './tables/series.js'
import { isTextFolder } from './text/text-folder.js'
import { csvFiles, openData } from './open.js'
import type { DataSources } from './open.js'

/** The part of a data summary that follows from the files. */
export type DataDescription = Pick<
  DataSummary,
  'format' | 'task' | 'inputShape' | 'classes' | 'classNames' | 'rows'
> & {
  /** A table's columns, with their inferred types. */
  readonly columns?: readonly ColumnDescription[]
  /** Whether every training row has the same target, so that there is nothing to learn. */
  readonly constantTarget?: true
  /** Present if there are too many files to look at each. */
  readonly unchecked?: true
}

/** A table before a target is chosen. */
export interface TableDescription {
  readonly format: 'csv'
  readonly rows: DataSummary['rows']
  readonly columns: readonly ColumnDescription[]
}

/** Files to look at, so that a first look takes at most about ten seconds. Planning looks at all files. */
const mostChecked = 10_000

/** Returns a table's columns, suitable for training or not. For other formats, does the same as `describeData`. */
export async function describeAsFound(
  format: DataFormat | undefined,
  sources: DataSources,
): Promise<DataDescription | TableDescription> {
  const found = format ?? (await detectFormat(sources.train))
  if (found !== 'csv' || sources.target !== undefined) return describeData(found, sources, mostChecked)
  const table = readTable(csvFiles(sources.train))
  const { validation, test } = sources
  const rows = {
    train: table.rows,
    ...(validation === undefined ? {} : { validation: readTable(csvFiles(validation)).rows }),
    ...(test === undefined ? {} : { test: readTable(csvFiles(test)).rows }),
  }
  return { format: found, rows, columns: describeColumns(table) }
}

/**
 * Returns the description of a data set's files. Without a format, infers it from the files.
 * @throws JobFailure for files that a job could not read. More than `most` examples are not checked one by one.
 */
export async function describeData(
  format: DataFormat | undefined,
  sources: DataSources,
  most = Infinity,
): Promise<DataDescription> {
  const found = format ?? (await detectFormat(sources.train))
  if (sources.series) return describeSeries(found, sources)
  const { train, validation, test } = await openData(found, sources)
  const checkable = [train, validation, test].filter((channel) => channel?.check !== undefined)
  const isChecked = checkable.reduce((sum, channel) => sum + (channel?.targets.length ?? 0), 0) <= most
  if (isChecked) for (const channel of checkable) await channel?.check?.()
  return {
    format: found,
    task: train.task,
    inputShape: train.inputShape,
    classes: train.task === 'classification' ? train.classNames.length : 1,
    classNames: train.classNames,
    rows: {
      train: train.targets.length,
      ...(validation ? { validation: validation.targets.length } : {}),
      ...(test ? { test: test.targets.length } : {}),
    },
    ...(found === 'csv' ? { columns: usedColumns(sources) } : {}),
    ...(isConstant(train.targets) ? { constantTarget: true as const } : {}),
    ...(isChecked ? {} : { unchecked: true as const }),
  }
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0])
}

function describeSeries(format: DataFormat, sources: DataSources): DataDescription {
  if (format !== 'csv') {
    throw new JobFailure(`"window" makes examples of a table's rows; "${sources.train}" is of the format "${format}".`)
  }
  if (sources.test !== undefined || sources.validation !== undefined) {
    throw new JobFailure('A series with a "window" is one table; its last steps test, as "split" says.')
  }
  const table = readTable(csvFiles(sources.train))
  const { steps, channels, values } = openSeries(table, sources)
  const targets = values.filter((_, at) => at % channels.length === 0)
  return {
    format,
    task: 'regression',
    inputShape: [channels.length],
    classes: 1,
    classNames: [],
    rows: { train: steps },
    columns: describeColumns(table, channels),
    ...(isConstant(targets) ? { constantTarget: true as const } : {}),
  }
}

function usedColumns({ train, target, features, missing }: DataSources): ColumnDescription[] {
  const table = readTable(csvFiles(train))
  const used = table.columns.filter((name) => name === target || (features?.includes(name) ?? true))
  return describeColumns(table, used, { ...(missing && { missing }), ...(target && { target }) })
}

async function detectFormat(folder: string): Promise<DataFormat> {
  if (findCifar10(folder, 'train').length > 0) return 'cifar10'
  if (findIdx(folder, 'train')) return 'idx'
  if (listFiles(folder).some((path) => /\.csv$/i.test(basename(path)))) return 'csv'
  const [framing] = listFiles(folder)
    .map(framingOf)
    .filter((each) => each !== undefined)
  if (framing !== undefined) return framing === 'tfrecord' ? 'tfrecord' : 'recordio-protobuf'
  if (statSync(folder).isDirectory()) {
    const { isImageFolder } = await import('./images/image-folder.js')
    if (isImageFolder(folder)) return 'image-folder'
    if (isTextFolder(folder)) return 'text-folder'
  }
  const compressed = listFiles(folder).find(isCompressed)
  if (compressed !== undefined)
    throw new JobFailure(`"${compressed}" is compressed, which only IDX files may be. Unpack it, say with "gunzip".`)
  throw new JobFailure(
    `"${folder}" has no data that is known: IDX (*images*idx3*), CIFAR-10 (data_batch_*.bin), CSV (*.csv), ` +
      'TFRecord, RecordIO-protobuf, or folders of images or texts (*.txt) named after their classes.',
  )
}
