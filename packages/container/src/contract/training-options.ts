/** What the trainer itself reads of a job's hyperparameters. */

import { adamwDecay, learningRateTest, trainerChoices, trainerHyperparameters } from '@assay/core'
import type { Scalar } from '@assay/core'

import { JobFailure } from '../base/job-failure.js'

/** The trainer's own hyperparameters. */
export interface TrainingOptions {
  readonly epochs: number
  readonly batchSize: number
  readonly optimizer: string
  readonly learningRate: number
  readonly momentum: number
  /** Empty: that of the task. */
  readonly loss: string
  readonly schedule: (typeof trainerChoices.schedule)[number] | typeof learningRateTest.name
  /** Where the test of learning rates starts. */
  readonly minLearningRate: number
  /** Epochs. */
  readonly warmup: number
  readonly decayRate: number
  readonly decayEpochs: number
  readonly weightDecay: number
  /** 0: gradients of any length. */
  readonly clipnorm: number
  readonly labelSmoothing: number
  readonly classWeight: (typeof trainerChoices.class_weight)[number]
  /** Epochs; 0: never. */
  readonly patience: number
}

/**
 * Returns the options, defaults filled in.
 * @throws JobFailure for a value that the trainer cannot use.
 */
export function trainingOptions(values: Readonly<Record<string, Scalar>>): TrainingOptions {
  type Name = keyof typeof trainerHyperparameters
  const valueOf = (name: Name): Scalar => values[name] ?? trainerHyperparameters[name].default
  const text = (name: Name): string => String(valueOf(name))
  const refuse = (name: Name, expected: string): JobFailure =>
    new JobFailure(`The hyperparameter "${name}" is "${text(name)}"; expected ${expected}.`)
  const number = (name: Name, accepts: (value: number) => boolean, expected: string): number => {
    const value = Number(valueOf(name))
    if (Number.isFinite(value) && accepts(value)) return value
    throw refuse(name, expected)
  }
  const choice = <Choice extends string>(name: Name, choices: readonly Choice[]): Choice => {
    const found = choices.find((each) => each === text(name))
    if (found !== undefined) return found
    throw refuse(name, `one of ${choices.map((each) => `"${each}"`).join(', ')}`)
  }
  const count = (name: Name, least: 0 | 1): number =>
    number(name, (value) => Number.isSafeInteger(value) && value >= least, `an integer of at least ${least}`)
  const share = (name: Name): number => number(name, (value) => value >= 0 && value < 1, 'a number from 0 to below 1')
  const positive = (name: Name): number => number(name, (value) => value > 0, 'a number above 0')
  const atLeast0 = (name: Name): number => number(name, (value) => value >= 0, 'a number of at least 0')
  const epochs = count('epochs', 1)
  const learningRate = positive('learning_rate')
  const schedule = choice('schedule', [...trainerChoices.schedule, learningRateTest.name])
  const isBelow = (value: number): boolean => value > 0 && (schedule !== learningRateTest.name || value < learningRate)
  return {
    epochs,
    batchSize: count('batch_size', 1),
    optimizer: text('optimizer'),
    learningRate,
    momentum: share('momentum'),
    loss: text('loss'),
    schedule,
    minLearningRate: number(
      'min_learning_rate',
      isBelow,
      `a number above 0 and below "learning_rate" (${learningRate})`,
    ),
    warmup: number('warmup', (value) => value >= 0 && value < epochs, `a number from 0 to below "epochs" (${epochs})`),
    decayRate: positive('decay_rate'),
    decayEpochs: positive('decay_epochs'),
    weightDecay:
      values['weight_decay'] === undefined && text('optimizer') === 'adamw' ? adamwDecay : atLeast0('weight_decay'),
    clipnorm: atLeast0('clipnorm'),
    labelSmoothing: share('label_smoothing'),
    classWeight: choice('class_weight', trainerChoices.class_weight),
    patience: count('patience', 0),
  }
}
