/**
 * Data in files of records: TFRecord with `tf.train.Example`, and RecordIO with SageMaker's `Record`. One pass finds each
 * record, checks it and reads its target; features are read from the disk on request.
 *
 * Records have types, so nothing is guessed: a target that is an integer or a text is a class, any other number is
 * predicted as a number. SageMaker's writers have no classes: in their files, labels of exactly 0 … k − 1 are classes.
 */

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader, Statistics } from '../channels/channel-reader.js'
import type { CsvColumns } from '../tables/csv.js'
import { framingOf, readRecord, walkRecords } from './record-file.js'
import type { Framing, RecordPlace } from './record-file.js'
import { decodeRecord, sagemakerLabel } from './record-message.js'
import type { Feature, Features } from './record-message.js'
import { UnknownColumns } from '../tables/unknown-columns.js'

/** How records become examples, found on the training channel and used for every channel. */
export interface RecordCoding {
  readonly target: string
  /** Undefined for regression. */
  readonly classNames: readonly string[] | undefined
  /** The features to read, with the length of each. */
  readonly features: readonly { readonly name: string; readonly width: number }[]
  /** The feature that is an encoded image, instead of numbers. */
  readonly image?: string
}

/** A channel's records: the position and the target of each. */
interface Found {
  readonly framing: Framing
  readonly places: readonly RecordPlace[]
  readonly targets: readonly (number | string)[]
  readonly coding: Omit<RecordCoding, 'classNames'>
  readonly targetType: Feature['type']
}

/** Returns whether a file has records. */
export function isRecordFile(path: string): boolean {
  return framingOf(path) !== undefined
}

/**
 * Opens files of records as one channel, in the training channel's coding if it is given.
 * @throws JobFailure for a damaged file, naming it and the byte, and for records that are not alike.
 */
export async function openRecords(
  files: readonly string[],
  columns: CsvColumns,
  training?: RecordCoding,
): Promise<{ readonly reader: ChannelReader; readonly coding: RecordCoding }> {
  const found = findRecords(files, columns, training)
  const coding = training ?? { ...found.coding, classNames: classesOf(found) }
  const targets = codeTargets(found, coding, files[0])
  const common = {
    task: coding.classNames ? ('classification' as const) : ('regression' as const),
    classNames: coding.classNames ?? [],
    targets,
  }
  const read = (row: number): Features => decode(readRecord(found.places[row]), found.framing, found.places[row])
  if (coding.image === undefined) return { coding, reader: { ...common, ...numbersReader(coding, read) } }
  const name = coding.image
  const { encodedReader } = await import('../images/encoded-images.js')
  const encoded = (row: number): Uint8Array => requireImage(read(row), name, found.places[row])
  const nameOf = (row: number): string => imageName(found.places[row])
  return { coding, reader: { ...common, ...(await encodedReader(encoded, nameOf, found.places.length)) } }
}

function findRecords(files: readonly string[], columns: CsvColumns, training?: RecordCoding): Found {
  const [places, targets]: [RecordPlace[], (number | string)[]] = [[], []]
  let coding: Found['coding'] | undefined = training
  let targetType: Feature['type'] | undefined
  const framing = framingOf(files[0]) ?? 'tfrecord'
  for (const file of files) {
    walkRecords(file, (bytes, place) => {
      const features = decode(bytes, framing, place)
      coding ??= codingOf(features, columns, framing, file)
      for (const { name, width } of coding.features) requireNumbers(features, name, width, place)
      const target = targetOf(features, coding.target, place)
      targetType ??= features.get(coding.target)?.type
      places.push(place)
      targets.push(target)
    })
  }
  if (!coding || !targetType) throw new JobFailure(`The file "${files[0]}" has no records.`)
  return { framing, places, targets, coding, targetType }
}

function decode(bytes: Uint8Array, framing: Framing, place: Pick<RecordPlace, 'file' | 'position'>): Features {
  try {
    return decodeRecord(bytes, framing)
  } catch (error) {
    const what = framing === 'tfrecord' ? 'tf.train.Example' : 'Record of SageMaker'
    throw new JobFailure(`${placeOf(place)} is no ${what}: ${(error as Error).message}.`, { cause: error })
  }
}

const usualTargets = ['image/class/label', 'label', sagemakerLabel]
const usualImages = ['image/encoded', 'image', 'image_raw']

function codingOf(features: Features, columns: CsvColumns, framing: Framing, file: string): Found['coding'] {
  const known = [...features].map(([name, { type }]) => `"${name}" (${type})`).join(', ')
  const target = columns.target ?? usualTargets.find((name) => features.has(name))
  if (target === undefined) {
    throw new JobFailure(`The data needs a "target": one of the features of "${file}", ${known}.`)
  }
  const unknown = [target, ...(columns.features ?? [])].filter((name) => !features.has(name))
  if (unknown.length > 0)
    throw new UnknownColumns(`The records of "${file}" have no feature`, unknown, [...features.keys()])
  const image = (columns.features ?? usualImages).find((name) => features.get(name)?.type === 'bytes')
  if (image !== undefined && framing === 'tfrecord' && (columns.features?.length ?? 1) === 1) {
    return { target, features: [], image }
  }
  const names = columns.features ?? [...features.keys()].filter((name) => name !== target).sort()
  if (names.includes(target)) throw new JobFailure(`The target "${target}" is also one of the features.`)
  const used = names.filter((name) => columns.features !== undefined || features.get(name)?.type !== 'bytes')
  if (used.length === 0)
    throw new JobFailure(`The records of "${file}" have no features of numbers beside "${target}".`)
  return { target, features: used.map((name) => ({ name, width: features.get(name)?.numbers.length ?? 0 })) }
}

function requireNumbers(features: Features, name: string, width: number, place: RecordPlace): ArrayLike<number> {
  const numbers = features.get(name)?.numbers ?? []
  if (numbers.length === width && width > 0) return numbers
  throw new JobFailure(
    `${placeOf(place)} has ${numbers.length} numbers in the feature "${name}"; the first record has ${width}, and all must have as many.`,
  )
}

function requireImage(features: Features, name: string, place: RecordPlace): Uint8Array {
  const images = features.get(name)?.bytes ?? []
  if (images.length === 1) return images[0]
  throw new JobFailure(`${placeOf(place)} has ${images.length} images in the feature "${name}"; expected one.`)
}

function targetOf(features: Features, name: string, place: RecordPlace): number | string {
  const { numbers = [], bytes = [] } = features.get(name) ?? {}
  const values = bytes.length > 0 ? bytes.map((text) => new TextDecoder().decode(text)) : numbers
  if (values.length !== 1) {
    throw new JobFailure(`${placeOf(place)} has ${values.length} values in its target "${name}"; expected one.`)
  }
  if (typeof values[0] === 'string' || Number.isFinite(values[0])) return values[0]
  throw new JobFailure(`${placeOf(place)} has ${values[0]} in its target "${name}"; expected a finite number.`)
}

/** More than this are not classes but numbers. */
const mostClasses = 1000

function classesOf({ targets, targetType, framing, coding }: Found): readonly string[] | undefined {
  const distinct = [...new Set(targets)]
  if (targetType === 'bytes') return distinct.map(String).sort()
  const numbers = distinct.map(Number).sort((a, b) => a - b)
  const isCounted = numbers.length > 1 && numbers.every((value, index) => value === index)
  const isClass = framing === 'recordio' ? isCounted : targetType === 'integer'
  if (!isClass) return undefined
  if (numbers.length <= mostClasses) return numbers.map(String)
  throw new JobFailure(
    `The target "${coding.target}" has ${numbers.length.toLocaleString('en-US')} different integers; integers are classes, ` +
      `of which there are at most ${mostClasses.toLocaleString('en-US')}. Write numbers to predict as floats.`,
  )
}

function codeTargets({ targets, places }: Found, { classNames, target }: RecordCoding, file: string): Float64Array {
  if (!classNames) return Float64Array.from(targets, Number)
  const positions = new Map(classNames.map((name, index) => [name, index]))
  return Float64Array.from(targets, (value, row) => {
    const index = positions.get(String(value))
    if (index !== undefined) return index
    const place = row < places.length ? placeOf(places[row]) : `"${file}"`
    throw new JobFailure(`${place} has "${value}" in its target "${target}", which the training channel does not have.`)
  })
}

/** Numbers are scaled like those of tables. A feature that never changes stays as it is. */
function numbersReader(
  { features }: RecordCoding,
  read: (row: number) => Features,
): Pick<ChannelReader, 'inputShape' | 'statistics' | 'read' | 'stream'> {
  const width = features.reduce((sum, each) => sum + each.width, 0)
  const rowOf = (row: number, into: Float64Array): Float64Array => {
    const found = read(row)
    let at = 0
    for (const { name } of features) {
      const { numbers } = found.get(name) ?? { numbers: [] }
      for (let index = 0; index < numbers.length; index++) into[at++] = numbers[index]
    }
    return into
  }
  const scaled = (row: number, buffer: Float64Array, statistics: Statistics | undefined): Float32Array => {
    const values = rowOf(row, buffer)
    if (!statistics) return Float32Array.from(values)
    const { mean, deviation } = statistics
    return Float32Array.from(values, (value, column) => (value - mean[column]) / deviation[column])
  }
  return {
    inputShape: [width],
    statistics: (rows) => moments(rows, width, rowOf),
    read: async (rows, statistics) => {
      const values = new Float32Array(rows.length * width)
      const buffer = new Float64Array(width)
      rows.forEach((row, position) => values.set(scaled(row, buffer, statistics), position * width))
      return { values, divisor: 1 }
    },
    stream: (rows, statistics) => {
      const buffer = new Float64Array(width)
      return { row: (position) => scaled(rows[position], buffer, statistics), divisor: 1 }
    },
  }
}

/** Uses Welford's method: one pass, and no digits lost far from 0. */
function moments(
  rows: Int32Array,
  width: number,
  rowOf: (row: number, into: Float64Array) => Float64Array,
): Statistics {
  const [mean, squares, buffer] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)]
  rows.forEach((row, position) => {
    rowOf(row, buffer).forEach((value, column) => {
      const distance = value - mean[column]
      mean[column] += distance / (position + 1)
      squares[column] += distance * (value - mean[column])
    })
  })
  return { mean, deviation: squares.map((sum) => Math.sqrt(sum / rows.length) || 1) }
}

function imageName({ file, position }: RecordPlace): string {
  return `${file.path}:${position}`
}

function placeOf({ file, position }: Pick<RecordPlace, 'file' | 'position'>): string {
  return `The record at byte ${position} of "${file.path}"`
}
