import type { Scalar } from '../language/experiment.js'
import type { DataSpec } from '../contract/training-spec.js'
import { readHyperparameters } from './read-hyperparameters.js'

const data: DataSpec = { format: 'idx', fraction: 1, split: { by: 'random', seed: 0 } }

const read = (
  given: Record<string, Scalar>,
  task: 'classification' | 'regression' = 'classification',
): Record<string, Scalar> => readHyperparameters(given, {}, [], data, task)

const always = { epochs: 10, batch_size: 32, optimizer: 'adam', learning_rate: 0.001 }

describe('readHyperparameters', () => {
  it('fills in what every job has', () => {
    expect(read({})).toEqual(always)
  })

  it.each<Record<string, Scalar>>([
    { schedule: 'constant' },
    { warmup: 0 },
    { weight_decay: 0 },
    { clipnorm: 0 },
    { label_smoothing: 0 },
    { class_weight: 'none' },
    { patience: 0 },
  ])('leaves out values that do nothing: %j', (given) => {
    expect(read(given)).toEqual(always)
  })

  it.each<[Record<string, Scalar>, Record<string, Scalar>]>([
    [{ schedule: 'cosine', warmup: 0.5 }, {}],
    [{ schedule: 'step' }, { decay_rate: 0.5, decay_epochs: 10 }],
    [{ schedule: 'exponential', decay_rate: 0.9 }, { decay_epochs: 10 }],
    [{ schedule: 'range_test' }, { min_learning_rate: 1e-6 }],
    [{ optimizer: 'adamw' }, { weight_decay: 0.004 }],
    [{ optimizer: 'adamw', weight_decay: 0 }, {}],
    [{ optimizer: 'sgd', weight_decay: 0.1, momentum: 0.9 }, {}],
    [{ loss: 'binary_crossentropy', label_smoothing: 0.1 }, {}],
    [{ class_weight: 'balanced', clipnorm: 1, patience: 3 }, {}],
  ])('reads %j, and with it %j', (given, more) => {
    expect(read(given)).toEqual({ ...always, ...given, ...more })
  })

  it.each<[string, Record<string, Scalar>, 'classification' | 'regression']>([
    ['a decay without a schedule that has it', { decay_rate: 0.1, decay_epochs: 2 }, 'classification'],
    ['where a test of learning rates starts without one', { min_learning_rate: 1e-5 }, 'classification'],
    ['smoothed labels of numbers', { label_smoothing: 0.1 }, 'regression'],
    ['weights of classes that there are not', { class_weight: 'balanced' }, 'regression'],
    ['momentum of an optimizer that has none', { momentum: 0.9 }, 'classification'],
  ])('does not read %s', (_what, given, task) => {
    expect(read(given, task)).toEqual(always)
  })

  it('does not read smoothed labels for a loss without probabilities', () => {
    expect(read({ loss: 'mse', label_smoothing: 0.1 })).toEqual({ ...always, loss: 'mse' })
  })
})
