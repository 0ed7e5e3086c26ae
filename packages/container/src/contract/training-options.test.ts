import type { Scalar } from '@assay/core'

import { trainingOptions } from './training-options.js'

describe('trainingOptions', () => {
  it('fills in the defaults', () => {
    expect(trainingOptions({})).toEqual({
      epochs: 10,
      batchSize: 32,
      optimizer: 'adam',
      learningRate: 0.001,
      momentum: 0,
      loss: '',
      schedule: 'constant',
      minLearningRate: 1e-6,
      warmup: 0,
      decayRate: 0.5,
      decayEpochs: 10,
      weightDecay: 0,
      clipnorm: 0,
      labelSmoothing: 0,
      classWeight: 'none',
      patience: 0,
    })
  })

  it('decays weights by default with adamw only', () => {
    expect(trainingOptions({ optimizer: 'adamw' }).weightDecay).toBe(0.004)
    expect(trainingOptions({ optimizer: 'adamw', weight_decay: 0 }).weightDecay).toBe(0)
  })

  it('bounds the test of learning rates by the learning rate, and only if it is one', () => {
    const values = { learning_rate: 1e-7, min_learning_rate: 1e-6 }
    expect(trainingOptions(values).minLearningRate).toBe(1e-6)
    expect(() => trainingOptions({ ...values, schedule: 'range_test' })).toThrow('below "learning_rate" (1e-7)')
  })

  it.each<[string, Scalar, string]>([
    ['epochs', 0, 'an integer of at least 1'],
    ['epochs', 2.5, 'an integer of at least 1'],
    ['batch_size', -1, 'an integer of at least 1'],
    ['learning_rate', 0, 'a number above 0'],
    ['momentum', 1, 'a number from 0 to below 1'],
    ['schedule', 'cosin', 'one of "constant", "step", "exponential", "cosine", "range_test"'],
    ['min_learning_rate', 0, 'a number above 0 and below "learning_rate" (0.001)'],
    ['warmup', 10, 'a number from 0 to below "epochs" (10)'],
    ['warmup', -1, 'a number from 0 to below "epochs" (10)'],
    ['decay_rate', 0, 'a number above 0'],
    ['decay_epochs', 0, 'a number above 0'],
    ['weight_decay', -1, 'a number of at least 0'],
    ['clipnorm', Infinity, 'a number of at least 0'],
    ['label_smoothing', 1, 'a number from 0 to below 1'],
    ['class_weight', 'even', 'one of "none", "balanced"'],
    ['patience', -1, 'an integer of at least 0'],
  ])('refuses "%s" of %s', (name, value, expected) => {
    expect(() => trainingOptions({ [name]: value })).toThrow(
      `The hyperparameter "${name}" is "${value}"; expected ${expected}.`,
    )
  })
})
