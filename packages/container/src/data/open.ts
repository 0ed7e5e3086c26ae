/** Folders of files → readers, by format. */

import { basename } from 'node:path'

import type { DataFormat } from '@assay/core'

import { JobFailure } from '../job-failure.js'
import type { ChannelReader } from './channel-reader.js'
import { findCifar10, openCifar10 } from './cifar10.js'
import { readTable } from './csv-table.js'
import type { Table } from './csv-table.js'
import { codeCsv, openCsv } from './csv.js'
import type { CsvColumns } from './csv.js'
import { listFiles } from './files.js'
import { findIdx, openIdx } from './idx.js'
import { withoutGaps } from './impute.js'
import { framingOf } from './record-file.js'
import { openTextFolder } from './text-folder.js'

/** What is opened: folders, and what the format needs beside. */
export interface DataSources extends CsvColumns {
  /** Whether the rows of a table are the steps of a series. */
  readonly series?: boolean
  /** The training channel. */
  readonly train: string
  /** The test channel, where there is one. */
  readonly test?: string
}

/** A data set's channels, opened. */
export interface OpenData {
  readonly train: ChannelReader
  readonly test?: ChannelReader
}

/**
 * Opens a data set.
 * @throws JobFailure where files are missing, damaged, or the channels differ.
 */
export async function openData(format: DataFormat, sources: DataSources): Promise<OpenData> {
  const { train, test } = await opened(format, sources)
  if (!test) return { train }
  if (test.inputShape.join() !== train.inputShape.join()) {
    throw new JobFailure(
      `The test channel's examples are [${test.inputShape.join(', ')}], the training channel's [${train.inputShape.join(', ')}].`,
    )
  }
  return { train, test }
}

async function opened(format: DataFormat, sources: DataSources): Promise<OpenData> {
  if (format !== 'csv' && sources.missing !== undefined && sources.missing !== 'refuse') {
    throw new JobFailure(`"missing" is of tables; "${sources.train}" is of the format "${format}".`)
  }
  const testFolder = sources.test ?? sources.train
  switch (format) {
    case 'idx': {
      const trainPair = findIdx(sources.train, 'train') ?? none(sources.train, 'IDX images (*images*idx3*)')
      const testPair = findIdx(testFolder, 'test') ?? (sources.test ? findIdx(testFolder, 'train') : undefined)
      const train = openIdx(trainPair)
      return testPair ? { train, test: openIdx(testPair, train.classNames) } : { train }
    }
    case 'cifar10': {
      const trainFiles = findCifar10(sources.train, 'train')
      if (trainFiles.length === 0) none(sources.train, 'CIFAR-10 files (data_batch_*.bin)')
      const testFiles = findCifar10(testFolder, 'test')
      const train = openCifar10(trainFiles)
      return testFiles.length > 0 ? { train, test: openCifar10(testFiles) } : { train }
    }
    case 'image-folder': {
      // sharp takes a while to load, and only this format needs it.
      const { openImageFolder } = await import('./image-folder.js')
      const train = await openImageFolder(sources.train)
      return sources.test ? { train, test: await openImageFolder(sources.test, train.classNames) } : { train }
    }
    case 'text-folder': {
      const train = openTextFolder(sources.train)
      return sources.test ? { train, test: openTextFolder(sources.test, train.classNames) } : { train }
    }
    case 'tfrecord':
    case 'recordio-protobuf': {
      const { openRecords } = await import('./records.js')
      const { reader: train, coding } = await openRecords(recordFiles(sources.train), sources)
      return sources.test
        ? { train, test: (await openRecords(recordFiles(sources.test), sources, coding)).reader }
        : { train }
    }
    case 'csv': {
      const table = usedTable(sources.train, sources)
      const coding = codeCsv(table, sources)
      const train = openCsv(table, coding)
      return sources.test ? { train, test: openCsv(usedTable(sources.test, sources), coding) } : { train }
    }
  }
}

/** Returns a folder's table as it is trained on. */
export function usedTable(folder: string, columns: CsvColumns): Table {
  const table = readTable(csvFiles(folder))
  return columns.missing === 'drop' ? withoutGaps(table, columns) : table
}

/** Returns a folder's files of records; others beside them, such as descriptions, are let be. */
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
