import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import type { DataFormat } from '@assay/core'

import { mnistFolder } from '../testing/job-folder.js'
import { temporaryFolder as folder } from '../testing/temporary-folder.js'
import { describeData } from './describe.js'
import { openData } from './open.js'

async function failure(
  format: DataFormat | undefined,
  files: Readonly<Record<string, string | Uint8Array>>,
  options = {},
): Promise<string> {
  const train = folder(files)
  try {
    if (format) await openData(format, { train, ...options })
    else await describeData(format, { train, ...options })
  } catch (error) {
    expect((error as Error).name).toBe('JobFailure')
    return (error as Error).message
  }
  throw new Error('There was no failure.')
}

const header = (magic: number, ...dimensions: number[]): Buffer => {
  const bytes = Buffer.alloc(4 + 4 * dimensions.length)
  bytes.writeUInt32BE(magic, 0)
  dimensions.forEach((size, axis) => bytes.writeUInt32BE(size, 4 + 4 * axis))
  return bytes
}
const images = Buffer.concat([header(0x803, 3, 2, 2), Buffer.from([0, 1, 2, 3, 10, 11, 12, 13, 255, 254, 253, 252])])
const labels = Buffer.concat([header(0x801, 3), Buffer.from([1, 0, 2])])
const idx = { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels }

describe('the idx reader', () => {
  it('describes the real MNIST files', async () => {
    expect(await describeData(undefined, { train: mnistFolder })).toEqual({
      format: 'idx',
      task: 'classification',
      inputShape: [28, 28, 1],
      classes: 10,
      classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      rows: { train: 60_000, test: 10_000 },
    })
  })

  it('reads the wanted rows in the order asked for', async () => {
    const { train } = await openData('idx', { train: mnistFolder })
    const { values, divisor } = await train.read(Int32Array.from([7, 0, 1]))
    const all = readFileSync(join(mnistFolder, 'train-images-idx3-ubyte')).subarray(16)
    const row = (index: number): number[] => [...all.subarray(index * 784, (index + 1) * 784)]
    expect([...values]).toEqual([...row(7), ...row(0), ...row(1)])
    expect(divisor).toBe(255)
    expect([...train.targets.subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3])
  })

  it('reads packed files, and a test channel of its own', async () => {
    const packed = Object.fromEntries(Object.entries(idx).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]))
    const { train, test } = await openData('idx', { train: folder(packed), test: folder(idx) })
    expect([...(await train.read(Int32Array.of(2))).values]).toEqual([255, 254, 253, 252])
    expect([...(test?.targets ?? [])]).toEqual([1, 0, 2])
  })

  it.each([
    [
      'a wrong magic number',
      { 'train-images-idx3-ubyte': Buffer.concat([Buffer.from('abcd'), images]) },
      'it starts with 61626364',
    ],
    [
      'a cut file',
      { 'train-images-idx3-ubyte': images.subarray(0, 25) },
      'has 25 bytes where its header of [3, 2, 2] needs 28; row 2 is cut off',
    ],
    [
      'an empty file',
      { 'train-images-idx3-ubyte': Buffer.alloc(0) },
      'train-images-idx3-ubyte" is not an IDX file of bytes: it has 0 bytes',
    ],
    [
      'fewer labels',
      { 'train-labels-idx1-ubyte': Buffer.concat([header(0x801, 2), Buffer.from([1, 0])]) },
      'has 2 labels, but',
    ],
    [
      'a damaged label',
      { 'train-labels-idx1-ubyte': Buffer.concat([header(0x801, 3), Buffer.from([1, 200, 0])]) },
      'has the label 200 in row 1',
    ],
  ])('refuses %s, naming file and row', async (_what, files, message) => {
    expect(await failure('idx', { ...idx, ...files })).toContain(message)
  })

  it('refuses labels that are not in training, missing files, and a damaged archive', async () => {
    const other = folder({
      ...idx,
      'train-labels-idx1-ubyte': Buffer.concat([header(0x801, 3), Buffer.from([1, 0, 3])]),
    })
    await expect(openData('idx', { train: folder(idx), test: other })).rejects.toThrow(
      'has the label 3 in row 2; the training labels end at 2',
    )
    expect(await failure('idx', {})).toContain('has no IDX images')
    expect(await failure('idx', { 'train-images-idx3-ubyte': images })).toContain('have no file of labels')
    expect(
      await failure('idx', { 'train-images-idx3-ubyte.gz': 'no archive', 'train-labels-idx1-ubyte': labels }),
    ).toContain('cannot be unpacked')
  })

  it('reads a validation channel like the training channel, whichever part its files are named after', async () => {
    const { train, validation, test } = await openData('idx', { train: folder(idx), validation: folder(idx) })
    expect([...(validation?.targets ?? [])]).toEqual([...train.targets])
    expect(test).toBeUndefined()
    expect(await describeData(undefined, { train: folder(idx), validation: folder(idx) })).toMatchObject({
      rows: { train: 3, validation: 3 },
    })
    const flat = Buffer.concat([header(0x803, 3, 1, 4), images.subarray(16)])
    const other = folder({ ...idx, 'train-images-idx3-ubyte': flat })
    await expect(openData('idx', { train: folder(idx), validation: other })).rejects.toThrow(
      "The validation channel's examples are [1, 4, 1], the training channel's [2, 2, 1]",
    )
  })

  it('refuses a test channel of another shape', async () => {
    const flat = Buffer.concat([header(0x803, 3, 1, 4), images.subarray(16)])
    const other = folder({ ...idx, 'train-images-idx3-ubyte': flat })
    await expect(openData('idx', { train: folder(idx), test: other })).rejects.toThrow(
      "examples are [1, 4, 1], the training channel's [2, 2, 1]",
    )
  })
})

describe('the cifar10 reader', () => {
  const record = (label: number, seed: number): Buffer =>
    Buffer.from([label, ...Array.from({ length: 3072 }, (_, index) => (index * 7 + seed) % 256)])

  it('reads records of several files, and interleaves their color planes', async () => {
    const train = folder({
      'data_batch_1.bin': Buffer.concat([record(3, 1), record(9, 2)]),
      'data_batch_2.bin': record(0, 3),
      'test_batch.bin': record(5, 4),
    })
    expect(await describeData(undefined, { train })).toMatchObject({
      format: 'cifar10',
      inputShape: [32, 32, 3],
      rows: { train: 3, test: 1 },
    })
    const open = await openData('cifar10', { train })
    expect([...open.train.targets]).toEqual([3, 9, 0])
    const { values } = await open.train.read(Int32Array.of(2, 1))
    const planes = record(0, 3).subarray(1)
    expect([...values.subarray(0, 6)]).toEqual([
      planes[0],
      planes[1024],
      planes[2048],
      planes[1],
      planes[1025],
      planes[2049],
    ])
    expect(values[3072]).toBe(record(9, 2)[1])
    expect(open.train.classNames[9]).toBe('truck')
  })

  it('refuses a truncated record and a label above 9', async () => {
    expect(
      await failure('cifar10', { 'data_batch_1.bin': Buffer.concat([record(1, 1), record(2, 2).subarray(0, 50)]) }),
    ).toContain('row 1 is cut off')
    expect(await failure('cifar10', { 'data_batch_1.bin': Buffer.concat([record(1, 1), record(77, 2)]) })).toContain(
      'has the label 77 in row 1',
    )
    expect(await failure('cifar10', {})).toContain('has no CIFAR-10 files')
  })
})

describe('the csv reader', () => {
  const flowers = 'length,colour,kind\n1,red,rose\n3,blue,iris\n5,red,iris\n'

  it('codes categories as columns, and scales numbers by the training rows', async () => {
    const { train } = await openData('csv', { train: folder({ 'a.csv': flowers }), target: 'kind' })
    expect([train.task, train.inputShape, train.classNames, [...train.targets]]).toEqual([
      'classification',
      [3],
      ['iris', 'rose'],
      [1, 0, 0],
    ])
    const statistics = train.statistics?.(Int32Array.of(0, 1))
    expect([...(statistics?.mean ?? [])]).toEqual([2, 0, 0])
    // length (1 − 2) / 1, blue, red
    expect([...(await train.read(Int32Array.of(0, 2), statistics)).values]).toEqual([-1, 0, 1, 3, 0, 1])
  })

  it('predicts numbers, uses chosen features, and joins several files', async () => {
    const files = { 'a.csv': '\uFEFFx,y,z\n1,2.5,9\n', 'b.csv': 'x,y,z\n"2",3.5,9\n' }
    const { train } = await openData('csv', { train: folder(files), target: 'y', features: ['x'] })
    expect([train.task, train.inputShape, [...train.targets]]).toEqual(['regression', [1], [2.5, 3.5]])
  })

  it('reads exactly 0 … k − 1 as classes, and other integers as numbers', async () => {
    const task = async (values: string): Promise<string> =>
      (
        await openData('csv', {
          train: folder({
            'a.csv': `x,y\n${values
              .split('')
              .map((v) => `1,${v}`)
              .join('\n')}\n`,
          }),
          target: 'y',
        })
      ).train.task
    expect([await task('0110'), await task('012'), await task('3456'), await task('00')]).toEqual([
      'classification',
      'classification',
      'regression',
      'regression',
    ])
  })

  it.each([
    ['x,y\n1,0\n,1\n', 'a.csv:3:1 has no value ("") in the column "x"'],
    ['x,y\n1,0\n2,?\n', 'a.csv:3:3 has no value ("?") in the column "y"'],
    ['x,y\n1,0\n\n2\n', 'a.csv:4 is not CSV: the row has 1 cell, the header 2.'],
    ['x,y\n1,0\n1,2,3\n', 'a.csv:3 is not CSV: the row has 3 cells, the header 2. A cell with a comma in it'],
    [
      'x,y\n1,0\n"1,0\n',
      'a.csv:3 is not CSV: a quote (") opens a cell of the row that begins here, and none closes it.',
    ],
    ['x,y\n1,0\n1,2"0\n', 'a.csv:3 is not CSV: there is a quote (") inside a cell of the row.'],
    ['x,y\n1,0\n"1"2,0\n', 'a.csv:3 is not CSV: a cell of the row goes on behind the quote (") that closes it.'],
    ['x;y\n1;0,5\n', 'a.csv:1 has no comma but ";" between its names; cells are separated by commas.'],
    ['x\ty\n1\t0\n', 'a.csv:1 has no comma but tabs between its names'],
    ['x,x\n1,0\n', 'a.csv:1:3 is the second of two columns named "x"'],
    ['x,y\n', 'a.csv" has no rows below its header'],
    ['', 'a.csv" is empty; expected a header and rows below it'],
    ['x,z\n1,2\n', 'has no column "y". Known are "x", "z"'],
    ['y\n1\n2\n', 'has no features'],
  ])('refuses %j, naming the place', async (content, message) => {
    expect(await failure('csv', { 'a.csv': content }, { target: 'y' })).toContain(message)
  })

  it('refuses a test channel with other columns, numbers or categories', async () => {
    const train = folder({ 'a.csv': flowers })
    const open = (content: string): Promise<unknown> =>
      openData('csv', { train, test: folder({ 't.csv': content }), target: 'kind' })
    await expect(open('length,kind\n1,rose\n')).rejects.toThrow(
      'has no column "colour", which the training channel has',
    )
    await expect(open('length,colour,kind\n1,green,rose\n')).rejects.toThrow(
      /t\.csv:2:3 has "green" in the column "colour"/,
    )
    await expect(open('length,colour,kind\nlong,red,rose\n')).rejects.toThrow(
      /t\.csv:2:1 has "long" in the column "length" of numbers/,
    )
    await expect(open('length,colour,kind\n1,red,tulip\n')).rejects.toThrow(/t\.csv:2:7 has "tulip"/)
  })

  it('requires a target', async () => {
    expect(await failure(undefined, { 'a.csv': flowers })).toContain(
      'needs a "target": one of the columns "length", "colour", "kind"',
    )
  })
})

describe('describeData', () => {
  it('lists the known formats if a folder has none of them', async () => {
    expect(await failure(undefined, { 'a.bin': 'x' })).toContain('has no data that is known')
  })

  it('asks to unpack compressed records, whatever their name', async () => {
    for (const name of ['a.tfrecord.gz', 'a.tfrecord'])
      expect(await failure(undefined, { [name]: gzipSync('x') })).toMatch(
        /a\.tfrecord(\.gz)?" is compressed, which only IDX files may be\. Unpack it/,
      )
  })

  it('reports that every training row has the same target', async () => {
    const of = async (content: string, options = {}): Promise<unknown> =>
      (await describeData(undefined, { train: folder({ 'a.csv': content }), target: 'y', ...options })).constantTarget
    expect(await of('x,y\n1,2\n2,2\n')).toBe(true)
    expect(await of('x,y\n1,no\n2,no\n')).toBe(true)
    expect(await of('x,y\n1,2\n2,2\n', { series: true, features: ['x'] })).toBe(true)
    expect(await of('x,y\n1,2\n2,3\n')).toBeUndefined()
  })
})
