/** A training that is interrupted and resumed has the same bits as one that was never interrupted. */

import type { ResolvedLayer } from '@assay/core'
import { build } from '@assay/model-zoo/build'

import { checkpointFolder } from '../checkpoint/checkpoint-folder.js'
import type { Checkpoints } from '../checkpoint/checkpoint-folder.js'
import type { Part } from '../data/parts/part.js'
import { findLoss } from '../evaluate/loss.js'
import { startBackend } from '../backends/tensorflow.js'
import { randomValues } from '../testing/reference.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { train } from '../train/train.js'
import type { Trained, Training } from '../train/train.js'
import { trainingOptions } from '../contract/training-options.js'
import type { TrainingOptions } from '../contract/training-options.js'
import { copyWeights } from '../model/weights.js'
import type { Weights } from '../model/weights.js'

beforeAll(() => startBackend())

const layer = (id: string, type: string, args: ResolvedLayer['args'] = {}): ResolvedLayer => ({ id, type, args })

/** Has every kind of state: moving statistics, random layers inside and outside a branch. */
const layers = [
  layer('crop', 'random_crop', { height: 3, width: 3 }),
  layer('flip', 'random_flip'),
  layer('mix', 'mix_up'),
  layer('conv', 'conv2d', { filters: 4, kernel_size: 2, activation: 'tanh' }),
  layer('norm', 'batch_normalization'),
  layer('skip', 'residual', { layers: [layer('inner', 'dropout', { rate: 0.4 })] }),
  layer('noise', 'gaussian_noise', { stddev: 0.1 }),
  layer('flat', 'flatten'),
  layer('drop', 'dropout', { rate: 0.3 }),
  layer('head', 'dense', { units: 3 }),
]

const rows = 30
const targets = Float64Array.from({ length: rows }, (_, row) => row % 3)
const part: Part = {
  rows,
  features: { values: Float32Array.from(randomValues([rows, 32], 5).data), divisor: 1 },
  width: 32,
  inputShape: [4, 4, 2],
  targets,
  indexes: Int32Array.from(targets, (_, row) => row),
}

function training(options: TrainingOptions, at: 'best' | 'last'): Training {
  return {
    model: build(layers, part.inputShape, { seed: 7 }),
    loss: findLoss('', 'classification', 3, 3),
    task: 'classification',
    train: part,
    validation: part,
    layers,
    options,
    objective: { metric: 'val_loss', goal: 'minimize', at },
    seed: 7,
  }
}

interface Result {
  readonly history: unknown
  readonly weights: Weights
}

/** Trains for a number of batches as a new process would, and disposes of the model. */
async function attempt(
  options: TrainingOptions,
  at: 'best' | 'last',
  checkpoints: Checkpoints | undefined,
  batches = Infinity,
): Promise<Result> {
  let seen = 0
  const it = training(options, at)
  const { history } = await train(it, {
    epoch: () => undefined,
    ...(checkpoints && { checkpoints }),
    pause: async () => void seen++,
    isStopped: () => seen > batches,
  })
  const weights = copyWeights(it.model)
  it.model.dispose()
  return { history: withoutTime(history), weights }
}

function withoutTime({ epochs, selectedEpoch }: Trained['history']): unknown {
  return { selectedEpoch, epochs: epochs.map(({ seconds: _, ...epoch }) => epoch) }
}

const everyEpoch = (folder: string): Checkpoints =>
  checkpointFolder(
    folder,
    'job',
    () => undefined,
    () => 0,
  )

describe('an interrupted training', () => {
  it.each<[string, 'best' | 'last', Parameters<typeof trainingOptions>[0]]>([
    ['adam', 'best', {}],
    ['adam', 'last', {}],
    ['adamw', 'best', { warmup: 1.5, schedule: 'cosine' }],
    ['nadam', 'best', { clipnorm: 0.1 }],
    ['sgd', 'best', { momentum: 0.9, schedule: 'step', decay_epochs: 2 }],
    ['rmsprop', 'last', { momentum: 0.5, weight_decay: 0.01 }],
    ['adagrad', 'best', { class_weight: 'balanced', label_smoothing: 0.1 }],
  ])('resumes as if it had not been: %s, at %s, %j', async (optimizer, at, values) => {
    // A learning rate this large makes the best epoch an early one.
    const options = trainingOptions({ epochs: 7, batch_size: 8, optimizer, learning_rate: 0.1, ...values })
    const whole = await attempt(options, at, undefined)
    const folder = temporaryFolder()
    // An epoch has eight batches, validation included: stops within epochs 1, 3 and 6, and again before any batch.
    for (const batches of [2, 14, 0, 17]) await attempt(options, at, everyEpoch(folder), batches)
    expect(await attempt(options, at, everyEpoch(folder))).toEqual(whole)
    expect(await attempt(options, at, everyEpoch(folder))).toEqual(whole)
  })

  it('keeps the weights of the last completed epoch if it is stopped within one', async () => {
    const options = trainingOptions({ epochs: 3, batch_size: 8 })
    const stopped = await attempt(options, 'last', undefined, 7)
    expect(stopped).toEqual(await attempt({ ...options, epochs: 1 }, 'last', undefined))
  })
})

describe('patience', () => {
  it('ends a training that does not improve, also if it was resumed', async () => {
    const options = trainingOptions({ epochs: 60, batch_size: 8, learning_rate: 0.1, patience: 3 })
    const ended = await attempt(options, 'best', undefined)
    const { epochs, selectedEpoch } = ended.history as Trained['history']
    expect(epochs.length).toBe(selectedEpoch + 3)
    expect(epochs.length).toBeLessThan(60)
    const folder = temporaryFolder()
    await attempt(options, 'best', everyEpoch(folder), 12)
    expect(await attempt(options, 'best', everyEpoch(folder))).toEqual(ended)
    expect(await attempt(options, 'best', everyEpoch(folder))).toEqual(ended)
  })
})
