import type { ResolvedLayer } from '@assay/core'
import { build } from '@assay/model-zoo/build'
import { memory, tensor } from '@tensorflow/tfjs-core'

import type { Part } from '../data/parts/part.js'
import { findLoss } from '../evaluate/loss.js'
import { startBackend } from '../backends/tensorflow.js'
import { randomValues } from '../testing/reference.js'
import { train } from './train.js'
import { trainingOptions } from '../contract/training-options.js'

beforeAll(() => startBackend())

const layers: readonly ResolvedLayer[] = [
  { id: 'flip', type: 'random_flip', args: {} },
  { id: 'conv', type: 'conv2d', args: { filters: 8, kernel_size: 3, padding: 'same', activation: 'relu' } },
  { id: 'norm', type: 'batch_normalization', args: {} },
  { id: 'pool', type: 'max_pooling2d', args: {} },
  { id: 'flat', type: 'flatten', args: {} },
  { id: 'drop', type: 'dropout', args: { rate: 0.3 } },
  { id: 'head', type: 'dense', args: { units: 3 } },
]
const rows = 64
const targets = Float64Array.from({ length: rows }, (_, row) => row % 3)
const part: Part = {
  rows,
  features: { values: Float32Array.from(randomValues([rows, 192], 5).data), divisor: 1 },
  width: 192,
  inputShape: [8, 8, 3],
  targets,
  indexes: Int32Array.from(targets, (_, row) => row),
}

/** Trains and calls `after` after each epoch. */
async function trainEpochs(epochs: number, after: (epoch: number) => void): Promise<void> {
  await train(
    {
      model: build(layers, part.inputShape, { seed: 1 }),
      loss: findLoss('', 'classification', 3, 3),
      task: 'classification',
      train: part,
      validation: part,
      layers,
      options: trainingOptions({ epochs, batch_size: 16 }),
      objective: { metric: 'val_loss', goal: 'minimize', at: 'best' },
      seed: 1,
    },
    { epoch: ({ epoch }) => after(epoch), pause: async () => undefined, isStopped: () => false },
  )
}

describe('memory', () => {
  it('is flat over 100 epochs: tensors, their bytes, and the memory of the process', async () => {
    const tensors = new Set<string>()
    const resident: number[] = []
    await trainEpochs(100, () => {
      tensors.add(`${memory().numTensors} of ${memory().numBytes} bytes`)
      resident.push(process.memoryUsage.rss())
    })
    expect(tensors.size).toBe(1)
    expect(resident).toHaveLength(100)
    // The compiler and the garbage collector use part of the first epochs.
    const [early, late] = [resident.slice(20, 60), resident.slice(60)].map((part) => Math.max(...part))
    expect((late - early) / 2 ** 20).toBeLessThan(16)
  })

  it('ends a job that leaks', async () => {
    const kept: { dispose: () => void }[] = []
    const leak = (epoch: number): void => {
      if (epoch === 3) kept.push(tensor([1, 2]))
    }
    await expect(trainEpochs(5, leak)).rejects.toThrow(
      /^After epoch 3 there are \d+ tensors of \d+ bytes, after the first there were \d+ of \d+: memory leaks\.$/,
    )
    for (const each of kept) each.dispose()
  })
})
