/**
 * IDX files, the format of MNIST: `*images*idx3*` has bytes of pixels, `*labels*idx1*` a byte of class for each image. Only
 * requested rows are read. A folder may have both `train-*` and `t10k-*`, and `classes.txt` with a name a line.
 * @see https://yann.lecun.org/exdb/mnist/
 */

import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader, StreamedFeatures } from '../channels/channel-reader.js'
import { keepOpen, listFiles, withFile } from '../channels/files.js'
import type { OpenFile } from '../channels/files.js'

/** The file that names the images' classes, one a line. Without it, their names are numbers. */
export const classNamesFile = 'classes.txt'

/** Returns the first bytes of a file of unsigned bytes with these dimensions. */
export function idxHeader(dimensions: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length)
  header.set([0, 0, 8, dimensions.length])
  dimensions.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis))
  return header
}

/** Returns whether a file's name is that of IDX images. */
export function isIdxImages(path: string): boolean {
  return /images.*idx[34]/.test(basename(path))
}

/** The paths of one part's images and labels. */
export interface IdxPair {
  readonly images: string
  readonly labels: string
}

/** Returns a part's pair in a folder, if it exists. */
export function findIdx(folder: string, part: 'train' | 'test'): IdxPair | undefined {
  const files = listFiles(folder)
  const isTest = (path: string): boolean => /^(t10k|test)/.test(basename(path))
  const images = files.filter(isIdxImages)
  const chosen = images.find((path) => isTest(path) === (part === 'test'))
  if (chosen === undefined) return undefined
  const labels = files.find((path) => /labels.*idx1/.test(basename(path)) && isTest(path) === isTest(chosen))
  if (labels === undefined)
    throw new JobFailure(`The images "${chosen}" have no file of labels (*labels*idx1*) beside them.`)
  return { images: chosen, labels }
}

/**
 * Opens a pair. For another channel, `classNames` are those of the training channel.
 * @throws JobFailure if a file is damaged, naming it and the row.
 */
export function openIdx({ images, labels }: IdxPair, trainClasses?: readonly string[]): ChannelReader {
  const [rows, ...size] = withFile(images, (file) => readHeader(file, [3, 4]))
  const inputShape = size.length === 2 ? [...size, 1] : size
  const bytesPerRow = inputShape.reduce((product, each) => product * each, 1)
  const targets = withFile(labels, (file) => readLabels(file, rows, images))
  const headerBytes = 4 + 4 * (size.length + 1)
  return {
    task: 'classification',
    inputShape,
    classNames: classNamesOf(images, labels, targets, trainClasses),
    targets,
    read: async (wanted) => ({
      values: withFile(images, (file) => readRows(file, wanted, bytesPerRow, headerBytes)),
      divisor: 255,
    }),
    // A compressed file cannot be read at a position.
    ...(images.endsWith('.gz') ? {} : { stream: (wanted) => streamRows(images, wanted, bytesPerRow, headerBytes) }),
  }
}

/** Returns an IDX file's dimensions, after checking that they match its length. */
function readHeader(file: OpenFile, ranks: readonly number[]): number[] {
  const fail = (what: string): never => {
    throw new JobFailure(`The file "${file.path}" is not an IDX file of bytes: ${what}.`)
  }
  if (file.size < 8) fail(`it has ${file.size} bytes`)
  const header = Buffer.alloc(Math.min(file.size, 20))
  file.readInto(header, 0)
  const rank = header[3]
  if (header[0] !== 0 || header[1] !== 0 || header[2] !== 8 || !ranks.includes(rank) || file.size < 4 + 4 * rank) {
    fail(
      `it starts with ${header.subarray(0, 4).toString('hex')}, expected 000008${ranks.map((n) => `0${n}`).join(' or 000008')}`,
    )
  }
  const dimensions = Array.from({ length: rank }, (_, axis) => header.readUInt32BE(4 + 4 * axis))
  const expected = 4 + 4 * rank + dimensions.reduce((product, each) => product * each, 1)
  if (file.size !== expected) {
    const row = Math.floor(((file.size - 4 - 4 * rank) / (expected - 4 - 4 * rank)) * dimensions[0])
    fail(
      `it has ${file.size} bytes where its header of [${dimensions.join(', ')}] needs ${expected}` +
        (file.size < expected ? `; row ${row} is cut off` : ''),
    )
  }
  if (dimensions.some((each) => each === 0)) fail(`its header says [${dimensions.join(', ')}], which is no data`)
  return dimensions
}

function readLabels(file: OpenFile, rows: number, images: string): Float64Array {
  const [count] = readHeader(file, [1])
  if (count !== rows) {
    throw new JobFailure(`"${file.path}" has ${count} labels, but "${images}" has ${rows} images.`)
  }
  const bytes = new Uint8Array(count)
  file.readInto(bytes, 8)
  return Float64Array.from(bytes)
}

function classNamesOf(
  images: string,
  labels: string,
  targets: Float64Array,
  trainClasses: readonly string[] | undefined,
): readonly string[] {
  const file = join(dirname(images), classNamesFile)
  const named = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : undefined
  const known = trainClasses ?? named
  return known ? checkKnown(targets, known, labels) : nameClasses(targets, labels)
}

/** Returns the classes, which are 0 … the largest label. A label far above all others is taken as damage. */
function nameClasses(targets: Float64Array, labels: string): string[] {
  const seen = new Set(targets)
  const largest = Math.max(...seen)
  if (largest + 1 > 2 * seen.size) {
    throw new JobFailure(
      `"${labels}" has the label ${largest} in row ${targets.indexOf(largest)}, but only ${seen.size} different labels.`,
    )
  }
  return Array.from({ length: largest + 1 }, (_, index) => String(index))
}

function checkKnown(targets: Float64Array, classNames: readonly string[], labels: string): readonly string[] {
  const row = targets.findIndex((target) => target >= classNames.length)
  if (row < 0) return classNames
  throw new JobFailure(
    `"${labels}" has the label ${targets[row]} in row ${row}; the training labels end at ${classNames.length - 1}.`,
  )
}

function readRows(file: OpenFile, wanted: Int32Array, bytesPerRow: number, headerBytes: number): Uint8Array {
  const values = new Uint8Array(wanted.length * bytesPerRow)
  // Reads rows at once that are neighbors both in the file and here.
  for (let first = 0, last; first < wanted.length; first = last) {
    last = first + 1
    while (last < wanted.length && wanted[last] === wanted[last - 1] + 1) last++
    file.readInto(values.subarray(first * bytesPerRow, last * bytesPerRow), headerBytes + wanted[first] * bytesPerRow)
  }
  return values
}

function streamRows(path: string, wanted: Int32Array, bytesPerRow: number, headerBytes: number): StreamedFeatures {
  const file = keepOpen(path)
  return {
    divisor: 255,
    row: (row) => {
      const bytes = new Uint8Array(bytesPerRow)
      file.readInto(bytes, headerBytes + wanted[row] * bytesPerRow)
      return bytes
    },
  }
}
