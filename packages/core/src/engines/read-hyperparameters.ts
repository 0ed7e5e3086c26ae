/** The hyperparameters that a variant reads, with their values. Others are no part of its identity. */

import type { Scalar } from '../language/experiment.js'
import { givenNames, isExpression, namesIn } from '../language/expression.js'
import { dataNumbers } from '../contract/data-numbers.js'
import type { DataSpec, DataSummary, HyperparameterType, LayerTemplate } from '../contract/training-spec.js'
import { isReadByTrainer, trainerDefault, trainerNames, trainerRow } from '../contract/trainer-hyperparameters.js'
import type { TrainerHyperparameter } from '../contract/trainer-hyperparameters.js'

/**
 * Returns the hyperparameters that the trainer, the model's template and the data read, in that order, with the
 * defaults of the trainer and of the architecture filled in. One without a value is left out: resolving the model
 * reports it at its expression.
 */
export function readHyperparameters(
  given: Readonly<Record<string, Scalar | null>>,
  defaults: Readonly<Record<string, Scalar>>,
  template: readonly LayerTemplate[],
  data: DataSpec,
  task: DataSummary['task'],
): Record<string, Scalar> {
  const read: Record<string, Scalar> = {}
  for (const name of trainerNames) {
    if (!isReadByTrainer(name, read, task)) continue
    const value = given[name] ?? defaults[name] ?? defaultOf(name, read)
    if (value !== undefined && !isNeutralAmong(name, value, read)) read[name] = value
  }
  for (const name of [...templateNames(template), ...dataNames(data)]) {
    const value = given[name] ?? defaults[name]
    if (value !== undefined && !givenNames.has(name)) read[name] = value
  }
  return read
}

/** Returns whether a hyperparameter is the trainer's and does nothing with this value. */
export function isNeutral(name: string, value: unknown): boolean {
  const row = trainerRow(name)
  return row?.omitted === 'at-default' && value === row.default
}

/** While another default applies, the usual default is not neutral. */
function isNeutralAmong(name: TrainerHyperparameter, value: Scalar, read: Readonly<Record<string, Scalar>>): boolean {
  return isNeutral(name, value) && trainerDefault(name, read) === value
}

function defaultOf(name: TrainerHyperparameter, read: Readonly<Record<string, Scalar>>): Scalar | undefined {
  return trainerRow(name)?.omitted === 'unless-given' ? undefined : trainerDefault(name, read)
}

/** Returns every hyperparameter that a template's expressions name, in the order of first use. */
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
