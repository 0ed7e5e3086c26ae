/**
 * The hyperparameters that the trainer itself reads, in one table. The rule about their values, planning (what a job
 * reads, and with which defaults) and the container's options derive from it. The model or the data must read every other.
 */

import type { Scalar } from '../language/experiment.js'
import type { DataSummary, HyperparameterType } from './training-spec.js'

/** One of the trainer's hyperparameters. */
export interface TrainerRow {
  readonly type: HyperparameterType
  readonly default: Scalar
  /** Another default, which holds while an earlier hyperparameter has that value. */
  readonly defaultWhen?: { readonly name: string; readonly is: Scalar; readonly default: Scalar }
  readonly bounds?: Bounds
  /** The values of a choice. */
  readonly oneOf?: readonly string[]
  /** More values of a choice, which only a command plans: a file cannot give them. */
  readonly planned?: readonly string[]
  /** When it is read, by the values of earlier hyperparameters and by the data's task. All must hold. Default: always. */
  readonly readWhen?: Readonly<Record<string, (value: Scalar) => boolean>>
  /**
   * When a job does not have it, although it is read. `at-default`: it does nothing at its default. `unless-given`: the
   * container's default is not written into jobs. Default: never.
   */
  readonly omitted?: 'at-default' | 'unless-given'
}

/** Bounds of a number. `below` may name an earlier hyperparameter; only the container, which knows all values, checks that. */
export interface Bounds {
  readonly atLeast?: number
  readonly above?: number
  readonly below?: number | string
}

/** The weight decay of adamw if none is given. */
export const adamwDecay = 0.004

/**
 * A job that tests learning rates and keeps nothing: `schedule` is `name`, and the rate rises from the value of `from` to
 * `learning_rate` by the same factor at each of its steps. Only `assay find-lr` plans one: a file cannot ask for it.
 * @see https://arxiv.org/abs/1506.01186 Smith (2017); as many steps as fastai and Lightning take.
 */
export const learningRateTest = { name: 'range_test', from: 'min_learning_rate', steps: 100 } as const

const isOneOf =
  (...values: readonly Scalar[]) =>
  (value: Scalar): boolean =>
    values.includes(value)

/** The table, in the order in which jobs list them. */
export const trainerHyperparameters = {
  /** Passes over the training data. Default: 10. */
  epochs: { type: 'integer', default: 10, bounds: { atLeast: 1 } },
  /** Examples a step. Default: 32. */
  batch_size: { type: 'integer', default: 32, bounds: { atLeast: 1 } },
  /** Default: adam. */
  optimizer: {
    type: 'string',
    default: 'adam',
    oneOf: ['adam', 'adamw', 'nadam', 'sgd', 'rmsprop', 'adagrad'],
  },
  /** Default: 0.001. */
  learning_rate: { type: 'number', default: 0.001, bounds: { above: 0 } },
  /** Momentum of sgd and rmsprop. Default: 0. */
  momentum: {
    type: 'number',
    default: 0,
    bounds: { atLeast: 0, below: 1 },
    readWhen: { optimizer: isOneOf('sgd', 'rmsprop') },
    omitted: 'unless-given',
  },
  /** Default: categorical cross-entropy for classes, mean squared error otherwise. */
  loss: { type: 'string', default: '', omitted: 'unless-given' },
  /** How the learning rate falls. Default: constant. */
  schedule: {
    type: 'string',
    default: 'constant',
    oneOf: ['constant', 'step', 'exponential', 'cosine'],
    planned: [learningRateTest.name],
    omitted: 'at-default',
  },
  /** Where the test of learning rates starts: `learningRateTest`. Default: 1e-6. */
  min_learning_rate: {
    type: 'number',
    default: 1e-6,
    bounds: { above: 0, below: 'learning_rate' },
    readWhen: { schedule: isOneOf(learningRateTest.name) },
  },
  /** Epochs, possibly fractional, in which the learning rate rises from 0. Default: 0. */
  warmup: { type: 'number', default: 0, bounds: { atLeast: 0, below: 'epochs' }, omitted: 'at-default' },
  /** Factor by which `step` and `exponential` multiply the learning rate in `decay_epochs`. Default: 0.5. */
  decay_rate: {
    type: 'number',
    default: 0.5,
    bounds: { above: 0 },
    readWhen: { schedule: isOneOf('step', 'exponential') },
  },
  /** Default: 10. */
  decay_epochs: {
    type: 'number',
    default: 10,
    bounds: { above: 0 },
    readWhen: { schedule: isOneOf('step', 'exponential') },
  },
  /** Share of each weight taken off at a step, times the learning rate. Default: 0; with adamw 0.004, as Keras's. */
  weight_decay: {
    type: 'number',
    default: 0,
    defaultWhen: { name: 'optimizer', is: 'adamw', default: adamwDecay },
    bounds: { atLeast: 0 },
    omitted: 'at-default',
  },
  /** The largest norm of a weight's gradient; a longer one is scaled down. Default: 0, which is none. */
  clipnorm: { type: 'number', default: 0, bounds: { atLeast: 0 }, omitted: 'at-default' },
  /** Share of the truth spread over all classes in training; cross-entropies only. Default: 0. */
  label_smoothing: {
    type: 'number',
    default: 0,
    bounds: { atLeast: 0, below: 1 },
    readWhen: {
      task: isOneOf('classification'),
      loss: (loss) => loss === '' || String(loss).endsWith('crossentropy'),
    },
    omitted: 'at-default',
  },
  /** balanced: in training, rows of each class count as much together as those of any other. Default: none. */
  class_weight: {
    type: 'string',
    default: 'none',
    oneOf: ['none', 'balanced'],
    readWhen: { task: isOneOf('classification') },
    omitted: 'at-default',
  },
  /** Epochs without a better objective after which training ends. Default: 0, which is never. */
  patience: { type: 'integer', default: 0, bounds: { atLeast: 0 }, omitted: 'at-default' },
} as const satisfies Readonly<Record<string, TrainerRow>>

/** The name of a hyperparameter that the trainer itself reads. */
export type TrainerHyperparameter = keyof typeof trainerHyperparameters

const rows: Readonly<Record<string, TrainerRow>> = trainerHyperparameters

/** The names, in the table's order. */
export const trainerNames = Object.keys(rows) as readonly TrainerHyperparameter[]

/** Returns a hyperparameter's row, or undefined if the trainer does not read it. */
export function trainerRow(name: string): TrainerRow | undefined {
  return Object.hasOwn(rows, name) ? rows[name] : undefined
}

/** Returns whether the trainer reads it, given the values of others. Without a task, conditions on it hold. */
export function isReadByTrainer(
  name: TrainerHyperparameter,
  values: Readonly<Record<string, Scalar>>,
  task?: DataSummary['task'],
): boolean {
  return Object.entries(rows[name]?.readWhen ?? {}).every(([condition, holds]) => {
    if (condition === 'task') return task === undefined || holds(task)
    return holds(values[condition] ?? rows[condition]?.default ?? '')
  })
}

/** Returns the default, given the values of others. */
export function trainerDefault(name: TrainerHyperparameter, values: Readonly<Record<string, Scalar>>): Scalar {
  const { default: standard, defaultWhen }: TrainerRow = trainerHyperparameters[name]
  return defaultWhen && values[defaultWhen.name] === defaultWhen.is ? defaultWhen.default : standard
}

/** The names on whose values it depends which others are read. */
export const decidingNames: readonly string[] = [...new Set(trainerNames.flatMap(conditionsOf))]

function conditionsOf(name: TrainerHyperparameter): readonly string[] {
  const { readWhen, defaultWhen }: TrainerRow = trainerHyperparameters[name]
  const names = Object.keys(readWhen ?? {}).filter((condition) => condition !== 'task')
  return defaultWhen ? [...names, defaultWhen.name] : names
}

type Table = typeof trainerHyperparameters

/** The values of each choice that a file can give. */
export const trainerChoices = Object.fromEntries(
  Object.entries(rows).flatMap(([name, { oneOf }]) => (oneOf ? [[name, oneOf]] : [])),
) as {
  readonly [Name in TrainerHyperparameter as Table[Name] extends { oneOf: unknown } ? Name : never]: readonly string[]
}
