import { mnistFolder } from '../../testing/job-folder.js'
import { findLeakage } from './leakage.js'
import { openData } from '../open.js'
import { gather, readPart } from './part.js'

describe('readPart', () => {
  const indexes = Int32Array.from({ length: 500 }, (_, index) => (index * 7919) % 60_000)

  it('reads the same batches from the disk as from memory', async () => {
    const { train } = await openData('idx', { train: mnistFolder })
    const order = Int32Array.of(499, 3, 0, 250)
    const [kept, streamed] = await Promise.all(
      [Infinity, 1000].map(async (bytes) => {
        const part = await readPart(train, indexes, undefined, bytes)
        const [batch, targets] = [new Float32Array(3 * 784), new Float64Array(3)]
        gather(part, order, 1, 4, batch, targets)
        return { part, batch, targets }
      }),
    )
    expect(['row' in kept.part.features, 'row' in streamed.part.features]).toEqual([false, true])
    expect(streamed.batch).toEqual(kept.batch)
    expect([...streamed.targets]).toEqual([3, 0, 250].map((row) => train.targets[indexes[row]]))
    expect(Math.max(...kept.batch)).toBe(1)
  })

  it('finds twins on the disk too', async () => {
    const { train } = await openData('idx', { train: mnistFolder })
    const part = (rows: Int32Array) => readPart(train, rows, undefined, 0)
    const parts = {
      train: await part(indexes),
      validation: await part(indexes.slice(5, 9)),
      test: await part(Int32Array.of(1)),
    }
    expect(findLeakage(parts)).toEqual({ validation: 4, test: 0 })
  })
})
