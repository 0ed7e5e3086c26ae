/** What is in a data set's files: found out before anything is planned. */

import { statSync } from 'node:fs'
import { basename } from 'node:path'

import type { DataFormat, DataSummary } from '@assay/core'

import { JobFailure } from '../job-failure.js'
import { findCifar10 } from './cifar10.js'
import { listFiles } from './files.js'
import { findIdx } from './idx.js'
import { openData } from './open.js'
import type { DataSources } from './open.js'

/** The part of a summary that the files tell. */
export type DataDescription = Pick<DataSummary, 'format' | 'task' | 'inputShape' | 'classes' | 'classNames' | 'rows'>

/** Returns what a data set's files hold; without a format, it is found out by their names. */
export async function describeData(format: DataFormat | undefined, sources: DataSources): Promise<DataDescription> {
  const found = format ?? (await detectFormat(sources.train))
  const { train, test } = await openData(found, sources)
  return {
    format: found,
    task: train.task,
    inputShape: train.inputShape,
    classes: train.task === 'classification' ? train.classNames.length : 1,
    classNames: train.classNames,
    rows: { train: train.targets.length, ...(test ? { test: test.targets.length } : {}) },
  }
}

async function detectFormat(folder: string): Promise<DataFormat> {
  if (findCifar10(folder, 'train').length > 0) return 'cifar10'
  if (findIdx(folder, 'train')) return 'idx'
  if (listFiles(folder).some((path) => /\.csv$/i.test(basename(path)))) return 'csv'
  if (statSync(folder).isDirectory()) {
    const { isImageFolder } = await import('./image-folder.js')
    if (isImageFolder(folder)) return 'image-folder'
  }
  throw new JobFailure(
    `"${folder}" has no data that is known: IDX (*images*idx3*), CIFAR-10 (data_batch_*.bin), CSV (*.csv), ` +
      'or folders of images named after their classes.',
  )
}
