/** A job's hyperparameters → the trainer's options, by core's table of them. */

import type { Scalar } from '@assay/core'
import { isReadByTrainer, trainerDefault, trainerHyperparameters, trainerNames } from '@assay/core/internal'
import type { TrainerHyperparameter, TrainerRow } from '@assay/core/internal'

import { JobFailure } from '../base/job-failure.js'

type Table = typeof trainerHyperparameters

/** `batch_size` → `batchSize`. */
type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

type ChoiceOf<Row> =
  | (Row extends { oneOf: readonly (infer Choice)[] } ? Choice : never)
  | (Row extends { planned: readonly (infer Choice)[] } ? Choice : never)

type OptionOf<Name extends TrainerHyperparameter> = Name extends (typeof checkedElsewhere)[number]
  ? string
  : Table[Name] extends { type: 'string' }
    ? ChoiceOf<Table[Name]>
    : number

/** The trainer's own hyperparameters by their names in camel case; the table documents each. */
export type TrainingOptions = {
  readonly [Name in TrainerHyperparameter as CamelCase<Name>]: OptionOf<Name>
}

/** `findOptimizer` and `findLoss` refuse unknown names. */
const checkedElsewhere = ['optimizer', 'loss'] as const

type Values = Readonly<Record<string, Scalar>>

/**
 * Returns the options, with defaults for those that the job does not have.
 * @throws JobFailure for a value that the trainer cannot use.
 */
export function trainingOptions(values: Values): TrainingOptions {
  const options = trainerNames.map((name) => [camelCase(name), optionOf(name, values)] as const)
  return Object.fromEntries(options) as unknown as TrainingOptions
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase())
}

function optionOf(name: TrainerHyperparameter, values: Values): string | number {
  const row: TrainerRow = trainerHyperparameters[name]
  return row.type === 'string' ? textOf(name, row, values) : numberOf(name, row, values)
}

function textOf(name: TrainerHyperparameter, { oneOf = [], planned = [] }: TrainerRow, values: Values): string {
  const text = String(valueOf(name, values))
  const choices = [...oneOf, ...planned]
  if ((checkedElsewhere as readonly string[]).includes(name) || choices.includes(text)) return text
  throw refusal(name, values, `one of ${choices.map((each) => `"${each}"`).join(', ')}`)
}

function numberOf(name: TrainerHyperparameter, { type, bounds = {} }: TrainerRow, values: Values): number {
  const value = Number(valueOf(name, values))
  const { atLeast, above } = bounds
  const below = upperBound(bounds.below, values)
  const isInside =
    (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    (atLeast === undefined || value >= atLeast) &&
    (above === undefined || value > above) &&
    // A bound by another option holds for what is read only.
    (below === undefined || value < below.value || (below.isOption && !isReadByTrainer(name, values)))
  if (isInside) return value
  const noun = type === 'integer' ? 'an integer' : 'a number'
  if (above !== undefined)
    throw refusal(name, values, `${noun} above ${above}${below ? ` and below ${below.text}` : ''}`)
  throw refusal(
    name,
    values,
    below ? `${noun} from ${atLeast} to below ${below.text}` : `${noun} of at least ${atLeast}`,
  )
}

interface UpperBound {
  readonly value: number
  readonly text: string
  readonly isOption: boolean
}

function upperBound(below: number | string | undefined, values: Values): UpperBound | undefined {
  if (typeof below !== 'string')
    return below === undefined ? below : { value: below, text: `${below}`, isOption: false }
  const value = Number(valueOf(below as TrainerHyperparameter, values))
  return { value, text: `"${below}" (${value})`, isOption: true }
}

function valueOf(name: TrainerHyperparameter, values: Values): Scalar {
  return values[name] ?? trainerDefault(name, values)
}

function refusal(name: TrainerHyperparameter, values: Values, expected: string): JobFailure {
  return new JobFailure(`The hyperparameter "${name}" is "${valueOf(name, values)}"; expected ${expected}.`)
}
