/**
 * CIFAR-10's binary files, `data_batch_1.bin` … and `test_batch.bin`. A record is one byte of class and 3,072 bytes of
 * pixels, plane by plane.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */

import { basename } from 'node:path'

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader } from '../channels/channel-reader.js'
import { listFiles, withFile } from '../channels/files.js'

const classNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
const plane = 32 * 32
const recordBytes = 1 + 3 * plane

/** Returns a part's files in a folder, or none if the folder is not of this format. */
export function findCifar10(folder: string, part: 'train' | 'test'): string[] {
  const pattern = part === 'train' ? /^data_batch_\d+\.bin(\.gz)?$/ : /^test_batch\.bin(\.gz)?$/
  return listFiles(folder).filter((path) => pattern.test(basename(path)))
}

/**
 * Opens a part's files as one.
 * @throws JobFailure if a file is damaged, naming it and the row.
 */
export function openCifar10(files: readonly string[]): ChannelReader {
  const labels = files.map(readLabels)
  const starts = labels.map((_, index) => labels.slice(0, index).reduce((sum, each) => sum + each.length, 0))
  return {
    task: 'classification',
    inputShape: [32, 32, 3],
    classNames,
    targets: Float64Array.from(labels.flatMap((each) => [...each])),
    read: async (rows) => {
      const values = new Uint8Array(rows.length * 3 * plane)
      files.forEach((file, index) => readRecords(file, starts[index], labels[index].length, rows, values))
      return { values, divisor: 255 }
    },
  }
}

function readLabels(path: string): Uint8Array {
  return withFile(path, (file) => {
    if (file.size === 0 || file.size % recordBytes !== 0) {
      throw new JobFailure(
        `The file "${path}" has ${file.size} bytes, no whole number of records of ${recordBytes}; ` +
          `row ${Math.floor(file.size / recordBytes)} is cut off.`,
      )
    }
    const bytes = new Uint8Array(file.size)
    file.readInto(bytes, 0)
    const labels = Uint8Array.from({ length: file.size / recordBytes }, (_, row) => bytes[row * recordBytes])
    const bad = labels.findIndex((label) => label >= classNames.length)
    if (bad >= 0)
      throw new JobFailure(`The file "${path}" has the label ${labels[bad]} in row ${bad}; expected 0 to 9.`)
    return labels
  })
}

function readRecords(path: string, start: number, count: number, rows: Int32Array, values: Uint8Array): void {
  withFile(path, (file) => {
    const record = new Uint8Array(3 * plane)
    rows.forEach((row, position) => {
      if (row < start || row >= start + count) return
      file.readInto(record, (row - start) * recordBytes + 1)
      const target = position * 3 * plane
      for (let pixel = 0; pixel < plane; pixel++) {
        for (let channel = 0; channel < 3; channel++)
          values[target + pixel * 3 + channel] = record[channel * plane + pixel]
      }
    })
  })
}
