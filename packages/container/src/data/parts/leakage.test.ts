import { mnistFolder } from '../../testing/job-folder.js'
import { temporaryFolder } from '../../testing/temporary-folder.js'
import { findLeakage, type Leakage } from './leakage.js'
import { openData, type DataSources } from '../open.js'
import { readPart } from './part.js'

async function leakage(
  format: 'csv' | 'idx',
  sources: DataSources,
  parts: Readonly<Record<'train' | 'validation' | 'test', readonly number[]>>,
): Promise<Leakage> {
  const { train } = await openData(format, sources)
  const part = (rows: readonly number[]) =>
    readPart(train, Int32Array.from(rows), train.statistics?.(Int32Array.of(0, 1)))
  return findLeakage({
    train: await part(parts.train),
    validation: await part(parts.validation),
    test: await part(parts.test),
  })
}

describe('findLeakage', () => {
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

  it('counts images that are in two parts, once for each held-out copy', async () => {
    const parts = { train: [...range(0, 5000), 7, 7], validation: range(5000, 6000), test: [3, 9000, 7, 7, 4999] }
    expect(await leakage('idx', { train: mnistFolder }, parts)).toEqual({ validation: 0, test: 4 })
  })

  it('counts rows of a table only if the target is the same too', async () => {
    const train = temporaryFolder({ 'a.csv': 'x,c,y\n1,a,10\n2,b,20\n1,a,10\n1,a,11\n-2,b,20\n2,b,20.5\n' })
    const parts = { train: [0, 1], validation: [2, 3], test: [4, 5] }
    expect(await leakage('csv', { train, target: 'y' }, parts)).toEqual({ validation: 1, test: 0 })
  })

  it('distinguishes images that differ in one pixel only', async () => {
    const bytes = (dimensions: number[], values: Buffer): Buffer => {
      const header = Buffer.alloc(4 + 4 * dimensions.length)
      header.set([0, 0, 8, dimensions.length])
      dimensions.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis))
      return Buffer.concat([header, values])
    }
    const images = Buffer.alloc(3 * 32 * 32)
    images[1024 + 1] = 1
    const train = temporaryFolder({
      'images-idx3-ubyte': bytes([3, 32, 32], images),
      'labels-idx1-ubyte': bytes([3], Buffer.of(0, 1, 1)),
    })
    expect(await leakage('idx', { train }, { train: [0], validation: [1], test: [2] })).toEqual({
      validation: 0,
      test: 1,
    })
  })

  it('is quick on MNIST', async () => {
    const { train } = await openData('idx', { train: mnistFolder })
    const parts = { train: range(0, 50_000), validation: range(50_000, 55_000), test: range(55_000, 60_000) }
    const [all, validation, test] = await Promise.all(
      [parts.train, parts.validation, parts.test].map((rows) => readPart(train, Int32Array.from(rows))),
    )
    const start = process.cpuUsage()
    findLeakage({ train: all, validation, test })
    // Measured: 0.04 s of one core in a program of its own.
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(1.5)
  })
})
