/** Which hyperparameters a variant reads, and with which values: the rest is no part of what it is. */

import type { Scalar } from '../experiment.js'
import { isExpression, namesIn } from '../expression.js'
import type { DataSpec, HyperparameterType, LayerTemplate } from '../training-spec.js'
import { trainerHyperparameters } from '../training-spec.js'

/** Names that expressions may use beside hyperparameters. */
const givenNames = new Set(['classes', 'index'])

/** Optimizers that have a momentum. */
const withMomentum: readonly unknown[] = ['sgd', 'rmsprop']

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
): Record<string, Scalar> {
  const read: Record<string, Scalar> = {}
  for (const [name, { default: fallback }] of Object.entries(trainerHyperparameters)) {
    const value = given[name] ?? defaults[name] ?? (name === 'momentum' || name === 'loss' ? undefined : fallback)
    if (value !== undefined) read[name] = value
  }
  if (!withMomentum.includes(read['optimizer'])) delete read['momentum']
  for (const name of [...templateNames(template), ...expressionNames(data.fraction)]) {
    const value = given[name] ?? defaults[name]
    if (value !== undefined && !givenNames.has(name)) read[name] = value
  }
  return read
}

/** Returns every hyperparameter that a template's expressions name, in order of first use. */
export function templateNames(template: readonly LayerTemplate[]): readonly string[] {
  const known = namesOfTemplate.get(template)
  if (known) return known
  const names = [...new Set(namesWithin(template))]
  namesOfTemplate.set(template, names)
  return names
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
