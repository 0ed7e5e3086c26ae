/** Files of records written by TensorFlow and the SageMaker Python SDK: `fixtures/make-tfrecords.py`, `make-recordio.py`. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { crc32c } from '@aws-crypto/crc32c'

import { temporaryFolder as folder } from '../../testing/temporary-folder.js'
import { describeData } from '../describe.js'
import { openData } from '../open.js'
import { readPart, rowOf } from '../parts/part.js'
import type { CsvColumns } from '../tables/csv.js'

const fixture = (name: string): string => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url))
const bytes = (name: string): Buffer => readFileSync(fixture(name))
const json = <Held>(name: string): Held => JSON.parse(readFileSync(fixture(name), 'utf8')) as Held

const tensorflow = json<{
  rows: { x: number[]; count: number; kind: string; y: number }[]
  labels: number[]
  pixels: number[][]
}>('tfrecords.json')
const sagemaker = json<{ dense: number[][]; classes: number[]; sparse: number[][]; values: number[] }>('recordio.json')

const all = ({ targets }: { readonly targets: Float64Array }): Int32Array => Int32Array.from(targets, (_, row) => row)

describe('TFRecord', () => {
  const records = { train: fixture('records.tfrecord') }

  it('reads the numbers that TensorFlow wrote', async () => {
    const { train } = await openData('tfrecord', { ...records, target: 'y', features: ['x', 'count'] })
    const { values } = await train.read(all(train))
    expect([...values]).toEqual([...Float32Array.from(tensorflow.rows.flatMap(({ x, count }) => [...x, count]))])
    expect([...train.targets]).toEqual(tensorflow.rows.map(({ y }) => y))
    expect(train.task).toBe('regression')
  })

  it('reads texts as classes, and is recognized by its content', async () => {
    const description = await describeData(undefined, { ...records, target: 'kind' })
    expect(description).toEqual({
      format: 'tfrecord',
      task: 'classification',
      inputShape: [5],
      classes: 2,
      classNames: ['blue', 'red'],
      rows: { train: 12 },
    })
    const { train } = await openData('tfrecord', { ...records, target: 'kind' })
    expect([...train.targets]).toEqual(tensorflow.rows.map(({ kind }) => (kind === 'red' ? 1 : 0)))
  })

  it('streams the same rows as it reads, scaled by the training rows', async () => {
    const { train } = await openData('tfrecord', { ...records, target: 'y', features: ['x', 'count'] })
    const rows = Int32Array.of(7, 0, 11)
    const statistics = train.statistics?.(Int32Array.of(0, 1, 2, 3))
    const [memory, disk] = [await readPart(train, rows, statistics), await readPart(train, rows, statistics, 0)]
    for (const row of [0, 1, 2]) expect([...rowOf(disk, row)]).toEqual([...rowOf(memory, row)])
    const counts = tensorflow.rows.slice(0, 4).map(({ count }) => count)
    const mean = counts.reduce((sum, count) => sum + count, 0) / 4
    expect(statistics?.mean[3]).toBeCloseTo(mean, 0)
    expect(statistics?.deviation[3]).toBeCloseTo(
      Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 4),
      0,
    )
  })

  it('checks every image when it describes them, because a whole record may have a damaged image', async () => {
    const file = Buffer.from(bytes('images.tfrecord'))
    const start = 16 + Number(file.readBigUInt64LE(0))
    const data = file.subarray(start + 12, start + 12 + Number(file.readBigUInt64LE(start)))
    data.fill(0, data.indexOf('IDAT'), data.indexOf('IDAT') + 8)
    const checksum = crc32c(data)
    file.writeUInt32LE((((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0, start + 12 + data.length)
    const train = folder({ 'a.tfrecord': file })
    await expect(describeData(undefined, { train })).rejects.toThrow(
      `The image "${train}/a.tfrecord:${start + 12}" cannot be read`,
    )
  })

  it('decodes images, and reads integers as classes', async () => {
    const { train } = await openData('tfrecord', { train: fixture('images.tfrecord') })
    expect([train.inputShape, train.classNames]).toEqual([
      [5, 4, 3],
      ['1', '3', '7'],
    ])
    expect([...train.targets]).toEqual([1, 0, 0, 2, 1, 2])
    const { values, divisor } = await train.read(all(train))
    expect([[...values], divisor]).toEqual([tensorflow.pixels.flat(), 255])
  })

  it('reads several files as one, and a test channel alike', async () => {
    const train = folder({
      'a.tfrecord': bytes('images.tfrecord'),
      'b.tfrecord': bytes('images.tfrecord'),
      'x.json': '{}',
    })
    const { train: reader, test } = await openData('tfrecord', { train, test: fixture('images.tfrecord') })
    expect(reader.targets.length).toBe(12)
    expect([...(test?.targets ?? [])]).toEqual([...reader.targets.subarray(6)])
  })

  /** Returns the failure of a changed file. */
  const failure = async (change: (file: Buffer) => Buffer, columns: CsvColumns = { target: 'y' }): Promise<string> => {
    const train = folder({ 'a.tfrecord': change(bytes('records.tfrecord')) })
    const error: unknown = await openData('tfrecord', { train, ...columns }).catch((failed: unknown) => failed)
    expect((error as Error).name).toBe('JobFailure')
    return (error as Error).message
  }
  const flipped = (at: number) => (file: Buffer) => {
    file[at] ^= 1
    return file
  }
  const first = bytes('records.tfrecord')
  const second = 16 + Number(first.readBigUInt64LE(0))

  it('names the byte at which a file is truncated or damaged, wherever that is', async () => {
    expect(await failure((file) => file.subarray(0, -1))).toMatch(
      /a\.tfrecord" is damaged in record 11, at byte \d+: it needs \d+ bytes, and the file ends after \d+\./,
    )
    expect(await failure((file) => file.subarray(0, second + 5))).toContain(
      `is damaged in record 1, at byte ${second}: it needs 12 bytes, and the file ends after 5.`,
    )
    expect(await failure(flipped(20))).toContain('in record 0, at byte 0: its data do not have their checksum')
    expect(await failure(flipped(second))).toContain(
      `in record 1, at byte ${second}: its length does not have its checksum`,
    )
    expect(await failure(flipped(0))).toContain("has no files of TFRecord's or RecordIO's records")
    for (let at = 12; at < first.length; at += 7) expect(await failure(flipped(at))).toContain('is damaged in record')
  })

  it('lists the features if one is missing', async () => {
    expect(await failure((file) => file, {})).toMatch(/needs a "target": one of the features of .*"kind" \(bytes\)/)
    expect(await failure((file) => file, { target: 'z' })).toContain('have no feature "z"')
    expect(await failure((file) => file, { target: 'x' })).toContain('has 3 values in its target "x"; expected one')
    expect(await failure((file) => file, { target: 'y', features: ['w'] })).toContain('have no feature "w"')
  })
})

describe('RecordIO-protobuf', () => {
  it("reads dense records of SageMaker's own writer", async () => {
    const { train } = await openData('recordio-protobuf', { train: fixture('dense.pbr') })
    expect([...(await train.read(all(train))).values]).toEqual(sagemaker.dense.flat())
    expect([train.task, train.classNames, [...train.targets]]).toEqual([
      'classification',
      ['0', '1', '2'],
      sagemaker.classes,
    ])
  })

  it("reads sparse records of SageMaker's own writer", async () => {
    expect(await describeData(undefined, { train: fixture('sparse.pbr') })).toMatchObject({
      format: 'recordio-protobuf',
      task: 'regression',
      inputShape: [30],
      rows: { train: 7 },
    })
    const { train } = await openData('recordio-protobuf', { train: fixture('sparse.pbr') })
    expect([...(await train.read(all(train))).values]).toEqual([...Float32Array.from(sagemaker.sparse.flat())])
    expect([...train.targets]).toEqual(sagemaker.values)
  })

  it('names the byte at which a file is truncated or no record begins', async () => {
    const file = bytes('dense.pbr')
    const open = (changed: Buffer) => openData('recordio-protobuf', { train: folder({ 'a.pbr': changed }) })
    await expect(open(file.subarray(0, -3))).rejects.toThrow(
      'a.pbr" is damaged in record 8, at byte 480: it needs 60 bytes, and the file ends after 57.',
    )
    const damaged = Buffer.from(file)
    damaged[60] ^= 1
    await expect(open(damaged)).rejects.toThrow('in record 1, at byte 60: it does not begin with the magic number')
    const pieces = Buffer.from(file)
    pieces[67] |= 0x20
    await expect(open(pieces)).rejects.toThrow('in record 1, at byte 60: it is a record in pieces')
    const nonsense = Buffer.from(file)
    nonsense.fill(0xff, 68, 120)
    await expect(open(nonsense)).rejects.toThrow(/The record at byte 68 of .*a\.pbr" is no Record of SageMaker/)
  })
})
