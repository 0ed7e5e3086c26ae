/** Folders of files → readers, by format. */

import { basename } from 'node:path'

import type { DataFormat } from '@assay/core'

import { JobFailure } from '../base/job-failure.js'
import type { ChannelReader } from './channels/channel-reader.js'
import { findCifar10, openCifar10 } from './images/cifar10.js'
import { readTable } from './tables/csv-table.js'
import type { Table } from './tables/csv-table.js'
import { codeCsv, openCsv } from './tables/csv.js'
import type { CsvColumns } from './tables/csv.js'
import { listFiles } from './channels/files.js'
import { findIdx, openIdx } from './images/idx.js'
import { withoutGaps } from './tables/impute.js'
import { framingOf } from './records/record-file.js'
import { openTextFolder } from './text/text-folder.js'

/** Folders to open, with the options of some formats. */
export interface DataSources extends CsvColumns {
  /** Whether a table's rows are the steps of a series. */
  readonly series?: boolean
  /** The training channel. */
  readonly train: string
  /** The channels of held-out rows, if there are any. */
  readonly validation?: string
  readonly test?: string
}

/** A data set's channels, opened. */
export interface OpenData {
  readonly train: ChannelReader
  readonly validation?: ChannelReader
  readonly test?: ChannelReader
}

/**
 * Opens a data set.
 * @throws JobFailure if files are missing or damaged, or if the channels differ.
 */
export async function openData(format: DataFormat, sources: DataSources): Promise<OpenData> {
  const { train, held, ownTest } = await opened(format, sources)
  const validation = sources.validation === undefined ? undefined : await held(sources.validation)
  const test = sources.test === undefined ? ownTest : await held(sources.test)
  requireSameShape('validation', validation, train)
  requireSameShape('test', test, train)
  return { train, ...(validation && { validation }), ...(test && { test }) }
}

function requireSameShape(name: string, channel: ChannelReader | undefined, { inputShape }: ChannelReader): void {
  if (!channel || channel.inputShape.join() === inputShape.join()) return
  throw new JobFailure(
    `The ${name} channel's examples are [${channel.inputShape.join(', ')}], the training channel's [${inputShape.join(', ')}].`,
  )
}

/** The training channel, a function that reads others alike, and test rows in the same folder. */
interface Opened {
  readonly train: ChannelReader
  readonly held: (folder: string) => ChannelReader | Promise<ChannelReader>
  readonly ownTest?: ChannelReader
}

async function opened(format: DataFormat, sources: DataSources): Promise<Opened> {
  if (format !== 'csv' && sources.missing !== undefined && sources.missing !== 'refuse') {
    throw new JobFailure(`"missing" is of tables; "${sources.train}" is of the format "${format}".`)
  }
  switch (format) {
    case 'idx': {
      const pair = (folder: string) =>
        findIdx(folder, 'test') ?? findIdx(folder, 'train') ?? none(folder, 'IDX images (*images*idx3*)')
      const train = openIdx(findIdx(sources.train, 'train') ?? none(sources.train, 'IDX images (*images*idx3*)'))
      const beside = findIdx(sources.train, 'test')
      return {
        train,
        held: (folder) => openIdx(pair(folder), train.classNames),
        ...(beside && { ownTest: openIdx(beside, train.classNames) }),
      }
    }
    case 'cifar10': {
      const files = (folder: string, part: 'train' | 'test') => findCifar10(folder, part)
      const orNone = (found: readonly string[], folder: string): readonly string[] =>
        found.length > 0 ? found : none(folder, 'CIFAR-10 files (data_batch_*.bin)')
      const train = openCifar10(orNone(files(sources.train, 'train'), sources.train))
      const beside = files(sources.train, 'test')
      const held = (folder: string): ChannelReader => {
        const tests = files(folder, 'test')
        return openCifar10(tests.length > 0 ? tests : orNone(files(folder, 'train'), folder))
      }
      return { train, held, ...(beside.length > 0 && { ownTest: openCifar10(beside) }) }
    }
    case 'image-folder': {
      // Loading sharp takes a while, and only this format needs it.
      const { openImageFolder } = await import('./images/image-folder.js')
      const train = await openImageFolder(sources.train)
      return { train, held: (folder) => openImageFolder(folder, train.classNames) }
    }
    case 'text-folder': {
      const train = openTextFolder(sources.train)
      return { train, held: (folder) => openTextFolder(folder, train.classNames) }
    }
    case 'tfrecord':
    case 'recordio-protobuf': {
      const { openRecords } = await import('./records/records.js')
      const { reader: train, coding } = await openRecords(recordFiles(sources.train), sources)
      return { train, held: async (folder) => (await openRecords(recordFiles(folder), sources, coding)).reader }
    }
    case 'csv': {
      const table = usedTable(sources.train, sources)
      const coding = codeCsv(table, sources)
      return { train: openCsv(table, coding), held: (folder) => openCsv(usedTable(folder, sources), coding) }
    }
  }
}

/** Returns a folder's table, without rows that training drops. */
export function usedTable(folder: string, columns: CsvColumns): Table {
  const table = readTable(csvFiles(folder))
  return columns.missing === 'drop' ? withoutGaps(table, columns) : table
}

/** Returns a folder's files of records, and ignores others, such as descriptions. */
function recordFiles(folder: string): string[] {
  const files = listFiles(folder).filter((path) => framingOf(path) !== undefined)
  return files.length > 0 ? files : none(folder, "files of TFRecord's or RecordIO's records")
}

/** Returns a folder's CSV files. */
export function csvFiles(folder: string): string[] {
  const files = listFiles(folder).filter((path) => /\.csv$/i.test(basename(path)))
  return files.length > 0 ? files : none(folder, 'CSV files (*.csv)')
}

function none(folder: string, what: string): never {
  throw new JobFailure(`"${folder}" has no ${what}.`)
}
