/** Which hyperparameters a variant reads, and with which values: the rest is no part of what it is. */

import type { Scalar } from '../language/experiment.js'
import { givenNames, isExpression, namesIn } from '../language/expression.js'
import { dataNumbers } from '../contract/data-numbers.js'
import type {
  DataSpec,
  DataSummary,
  HyperparameterType,
  LayerTemplate,
  TrainerHyperparameter,
} from '../contract/training-spec.js'
import { adamwDecay, learningRateTest, trainerHyperparameters } from '../contract/training-spec.js'

/**
 * Returns the hyperparameters that the trainer, the model's template and the data read, in that order, with the
 * defaults of the trainer and of the architecture filled in. One that has no value anywhere is left out: resolving the
 * model reports it at its expression.
 */
export function readHyperparameters(
  given: Readonly<Record<string, Scalar | null>>,
  defaults: Readonly<Record<string, Scalar>>,
  template: readonly LayerTemplate[],
  data: DataSpec,
  task: DataSummary['task'],
): Record<string, Scalar> {
  const read: Record<string, Scalar> = {}
  for (const name of Object.keys(trainerHyperparameters) as TrainerHyperparameter[]) {
    if (readsTrainer[name] && !readsTrainer[name](read, task)) continue
    const value = given[name] ?? defaults[name] ?? trainerDefault(name, read)
    if (value !== undefined && !(isNeutral(name, value) && !isDecayOfAdamw(name, read))) read[name] = value
  }
  for (const name of [...templateNames(template), ...dataNames(data)]) {
    const value = given[name] ?? defaults[name]
    if (value !== undefined && !givenNames.has(name)) read[name] = value
  }
  return read
}

/** Whether a hyperparameter is the trainer's and does nothing with this value. */
export function isNeutral(name: string, value: unknown): boolean {
  const known: Readonly<Record<string, { default: Scalar; neutral?: true }>> = trainerHyperparameters
  return Object.hasOwn(known, name) && known[name]?.neutral === true && value === known[name].default
}

type Reads = (read: Readonly<Record<string, Scalar>>, task: DataSummary['task']) => boolean

const isFalling: Reads = ({ schedule }) => schedule === 'step' || schedule === 'exponential'

/** When the trainer reads those that it does not always read, given the ones before them in its list. */
const readsTrainer: Partial<Record<TrainerHyperparameter, Reads>> = {
  momentum: ({ optimizer }) => optimizer === 'sgd' || optimizer === 'rmsprop',
  min_learning_rate: ({ schedule }) => schedule === learningRateTest.name,
  decay_rate: isFalling,
  decay_epochs: isFalling,
  label_smoothing: ({ loss = '' }, task) =>
    task === 'classification' && (loss === '' || String(loss).endsWith('crossentropy')),
  class_weight: (_read, task) => task === 'classification',
}

/** Momentum and loss are in a job only if the file gives them. */
function trainerDefault(name: TrainerHyperparameter, read: Readonly<Record<string, Scalar>>): Scalar | undefined {
  if (name === 'momentum' || name === 'loss') return undefined
  return isDecayOfAdamw(name, read) ? adamwDecay : trainerHyperparameters[name].default
}

function isDecayOfAdamw(name: TrainerHyperparameter, { optimizer }: Readonly<Record<string, Scalar>>): boolean {
  return name === 'weight_decay' && optimizer === 'adamw'
}

/** Returns every hyperparameter that a template's expressions name, in order of first use. */
export function templateNames(template: readonly LayerTemplate[]): readonly string[] {
  const known = namesOfTemplate.get(template)
  if (known) return known
  const names = [...new Set(namesWithin(template))]
  namesOfTemplate.set(template, names)
  return names
}

/** Returns every hyperparameter that the data's expressions name. */
export function dataNames(data: Pick<DataSpec, (typeof dataNumbers)[number]>): readonly string[] {
  return dataNumbers.flatMap((name) => expressionNames(data[name]))
}

/** Thousands of variants share a template. */
const namesOfTemplate = new WeakMap<readonly LayerTemplate[], readonly string[]>()

function namesWithin(value: unknown): string[] {
  if (typeof value === 'string') return expressionNames(value)
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(namesWithin)
}

function expressionNames(value: unknown): string[] {
  return isExpression(value) ? namesIn(value) : []
}

/** Returns the type that covers all values of a hyperparameter. */
export function typeOfValues(values: Iterable<Scalar>): HyperparameterType {
  let type: HyperparameterType | undefined
  for (const value of values) {
    const one = typeOf(value)
    if (type === undefined || type === one) type = one
    else if (isNumeric(type) && isNumeric(one)) type = 'number'
    else return 'string'
  }
  return type ?? 'string'
}

function typeOf(value: Scalar): HyperparameterType {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'boolean' ? 'boolean' : 'string'
}

function isNumeric(type: HyperparameterType): boolean {
  return type === 'integer' || type === 'number'
}
