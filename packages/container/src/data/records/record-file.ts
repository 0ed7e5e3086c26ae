/**
 * Files of consecutive records in the frames of TFRecord or RecordIO. One pass checks every record; later, records are read
 * at their positions.
 */

import { closeSync, openSync, readSync } from 'node:fs'

import { crc32c } from '@aws-crypto/crc32c'

import { JobFailure } from '../../base/job-failure.js'
import { keepOpen } from '../channels/files.js'
import type { OpenFile } from '../channels/files.js'

/** How records are framed. */
export type Framing = 'tfrecord' | 'recordio'

/** The position of a record's bytes. */
export interface RecordPlace {
  readonly file: OpenFile
  /** The offset of its first byte after the frame's header. */
  readonly position: number
  readonly length: number
}

/** RecordIO's magic number. @see https://mxnet.apache.org/versions/1.9.1/api/faq/recordio */
const magic = 0xced7230a

/** Returns the framing of a file's records by its first bytes, or undefined if it has none. */
export function framingOf(path: string): Framing | undefined {
  const head = firstBytes(path, 12)
  if (head.length >= 8 && head.readUInt32LE(0) === magic) return 'recordio'
  const isTfRecord = head.length === 12 && head.readUInt32LE(8) === maskedChecksum(head.subarray(0, 8))
  return isTfRecord ? 'tfrecord' : undefined
}

/** Calls `visit` with each record, whose bytes are valid until the next. @throws JobFailure for a damaged file. */
export function walkRecords(path: string, visit: (bytes: Uint8Array, place: RecordPlace) => void): void {
  const framing = framingOf(path)
  if (framing === undefined) throw new JobFailure(`The file "${path}" holds neither TFRecord's nor RecordIO's records.`)
  const file = keepOpen(path)
  let buffer = new Uint8Array(1 << 16)
  for (let at = 0, number = 0; at < file.size; number++) {
    const record = { number, at }
    const { head, length, tail } = readHead(file, framing, record)
    requireBytes(file, record, head + length + tail)
    if (buffer.length < length) buffer = new Uint8Array(2 ** Math.ceil(Math.log2(length)))
    const bytes = buffer.subarray(0, length)
    file.readInto(bytes, at + head)
    if (framing === 'tfrecord') checkData(file, record, bytes, at + head + length)
    visit(bytes, { file, position: at + head, length })
    at += head + length + tail
  }
}

/** Returns a record's bytes. */
export function readRecord({ file, position, length }: RecordPlace): Uint8Array {
  const bytes = new Uint8Array(length)
  file.readInto(bytes, position)
  return bytes
}

interface Numbered {
  readonly number: number
  readonly at: number
}

function readHead(file: OpenFile, framing: Framing, record: Numbered): { head: number; length: number; tail: number } {
  const size = framing === 'tfrecord' ? 12 : 8
  requireBytes(file, record, size)
  const head = Buffer.alloc(size)
  file.readInto(head, record.at)
  if (framing === 'tfrecord') {
    if (head.readUInt32LE(8) !== maskedChecksum(head.subarray(0, 8)))
      throw damaged(file, record, 'its length does not have its checksum')
    return { head: size, length: Number(head.readBigUInt64LE(0)), tail: 4 }
  }
  if (head.readUInt32LE(0) !== magic) throw damaged(file, record, 'it does not begin with the magic number')
  const length = head.readUInt32LE(4)
  // The upper three bits mark the pieces of a record that contains the magic number itself.
  if (length >>> 29 !== 0) throw damaged(file, record, 'it is a record in pieces, which cannot be read')
  return { head: size, length, tail: (4 - (length % 4)) % 4 }
}

function requireBytes(file: OpenFile, record: Numbered, count: number): void {
  const left = file.size - record.at
  if (left >= count) return
  throw damaged(file, record, `it needs ${count} bytes, and the file ends after ${left}`)
}

function checkData(file: OpenFile, record: Numbered, bytes: Uint8Array, position: number): void {
  const stored = Buffer.alloc(4)
  file.readInto(stored, position)
  if (stored.readUInt32LE(0) !== maskedChecksum(bytes))
    throw damaged(file, record, 'its data do not have their checksum')
}

function damaged({ path }: OpenFile, { number, at }: Numbered, what: string): JobFailure {
  return new JobFailure(`The file "${path}" is damaged in record ${number}, at byte ${at}: ${what}.`)
}

/** TFRecord's checksum. @see https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details */
function maskedChecksum(bytes: Uint8Array): number {
  const checksum = crc32c(bytes)
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0
}

function firstBytes(path: string, count: number): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(count)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, count, 0))
  } finally {
    closeSync(descriptor)
  }
}
