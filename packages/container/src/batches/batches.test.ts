import type { ResolvedLayer } from '@assay/core'
import { build, randomSteps, setPrepared } from '@assay/model-zoo/build'
import { tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

import { startBatchThread } from './batch-thread.js'
import { batchSource } from './batches.js'
import type { BatchOptions } from './batches.js'
import type { Part } from '../data/parts/part.js'
import { prepare } from './prepare-batch.js'
import { readBackendRequest } from '../backends/backend.js'
import { startBackend } from '../backends/tensorflow.js'

beforeAll(() => startBackend(readBackendRequest(process.env)))

const inputShape = [6, 5, 3]
const width = 90
const rows = 23
const order = Int32Array.from({ length: rows }, (_, row) => (row * 7) % rows)
const part: Part = {
  rows,
  width,
  inputShape,
  indexes: order,
  targets: Float64Array.from(order, (_row, at) => at),
  features: { values: Uint8Array.from({ length: rows * width }, (_, at) => (at * 31) % 256), divisor: 255 },
}
const layer = (id: string, type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer => ({ id, type, args })
const layers = [
  layer('flip', 'random_flip'),
  layer('crop', 'random_crop', { height: 4, width: 4, padding: 1 }),
  layer('turn', 'random_rotation', { factor: 0.1 }),
  layer('shift', 'random_translation', { height_factor: 0.2, width_factor: 0.2, interpolation: 'nearest' }),
  layer('zoom', 'random_zoom', { height_factor: 0.3 }),
  layer('hole', 'cutout', { size: 2 }),
  layer('mix', 'mix_up', { alpha: 0.4 }),
  layer('drop', 'dropout', { rate: 0.5 }),
]
const program = new URL('../../dist/batches/batch-program.js', import.meta.url)
const options: BatchOptions = { part, batchSize: 8, layers, seed: 3, program }

/** Returns the values of two epochs; the second continues the first. */
async function twoEpochs(from: BatchOptions): Promise<number[][]> {
  const source = batchSource(from)
  const all: number[][] = []
  for (const step of [0, 3]) {
    for await (const { rows: count, values, targets } of source.epoch(order, step)) {
      all.push([count, ...targets.subarray(0, count), ...values])
    }
  }
  await source.close()
  return all
}

describe('batches', () => {
  it('have the same bits as after the layers themselves', async () => {
    const model = build(layers.slice(0, -1), inputShape, { seed: 3 })
    const plain = await twoEpochs({ ...options, layers: [] })
    const expected = plain.map(([count, ...rest]) =>
      tidy(() => {
        const input = tensor(rest.slice(count), [count, ...inputShape], 'float32')
        return [count, ...rest.slice(0, count), ...(model.apply(input, { training: true }) as Tensor).dataSync()]
      }),
    )
    expect(await twoEpochs(options)).toEqual(expected)
  })

  it('are the same without a second thread', async () => {
    const nowhere = new URL('./nowhere.js', import.meta.url)
    expect(await twoEpochs({ ...options, program: nowhere })).toEqual(await twoEpochs(options))
  })

  it('are made by a second thread, or by this one, with a warning, if that fails', async () => {
    const preparation = { layers, inputShape, seed: 3, divisor: 255 }
    const stored = (): Uint8Array => Uint8Array.from({ length: 2 * width }, (_, at) => at)
    const warnings: string[] = []
    const warn = (warning: string): void => void warnings.push(warning)
    const working = startBatchThread(program, preparation, warn)
    const expected = await working.prepare(stored, 2, 5)
    await working.close()
    expect(warnings).toEqual([])
    expect(expected).toEqual(prepare(preparation)(stored(), 2, 5))

    const failing = startBatchThread(new URL('data:text/javascript,throw Error("no memory")'), preparation, warn)
    expect(await Promise.all([5, 5].map((step) => failing.prepare(stored, 2, step)))).toEqual([expected, expected])
    expect(warnings).toEqual([
      'The thread that augments images failed (no memory); they are augmented on the training thread now.',
    ])
    expect(await failing.prepare(stored, 2, 5)).toEqual(expected)
    await failing.close()
  })

  it('leave prepared layers nothing to do but count batches', () => {
    const model = build(layers, inputShape, { seed: 3 })
    const { prepared, shape } = batchSource({ ...options, program: new URL('./nowhere.js', import.meta.url) })
    expect(prepared).toEqual(['flip', 'crop', 'turn', 'shift', 'zoom', 'hole', 'mix'])
    expect(shape).toEqual([4, 4, 3])
    expect(setPrepared(model, prepared)).toBe(0)
    tidy(() => {
      const batch = tensor(new Float32Array(2 * 48).fill(0.5), [2, ...shape], 'float32')
      const output = model.apply(batch, { training: true }) as Tensor
      // Only dropout is left to do.
      expect(new Set(output.dataSync())).toEqual(new Set([0, 1]))
    })
    expect(randomSteps(model)).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    expect(setPrepared(model, prepared)).toBe(1)
  })
})
