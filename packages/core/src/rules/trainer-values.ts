/** Checks values of the trainer's own hyperparameters against core's table of them. */

import type { DiagnosticCode } from '../language/diagnostic.js'
import type { Scalar } from '../language/experiment.js'
import { trainerRow } from '../contract/trainer-hyperparameters.js'
import type { Bounds } from '../contract/trainer-hyperparameters.js'
import type { HyperparameterType } from '../contract/training-spec.js'
import type { ReportOptions } from './written/rule.js'

/** Why the trainer cannot use a value. */
export interface TrainerProblem extends Pick<ReportOptions, 'unknown'> {
  readonly code: DiagnosticCode
  readonly message: string
}

/** Returns what is wrong with a value, or undefined if it is right or the trainer does not read this hyperparameter. */
export function trainerProblem(name: string, value: Scalar): TrainerProblem | undefined {
  const row = trainerRow(name)
  if (!row) return undefined
  const { type, bounds = {}, oneOf: known } = row
  if (!isOfType(value, type)) {
    return { code: 'wrong-type', message: `"${name}" is ${JSON.stringify(value)}; expected ${typeNames[type]}.` }
  }
  if (typeof value === 'number') {
    const expected = missedBound(value, bounds)
    if (expected === undefined) return undefined
    return { code: 'bad-value', message: `"${name}" is ${value}; expected ${expected}.` }
  }
  if (!known || known.includes(String(value))) return undefined
  const list = known.map((each) => `"${each}"`).join(', ')
  const message = `"${name}" is "${value}"; expected one of ${list}.`
  return { code: 'bad-value', message, unknown: [String(value), known] }
}

const typeNames = { integer: 'a whole number', number: 'a number', string: 'text', boolean: 'true or false' } as const

function isOfType(value: Scalar, type: HyperparameterType): boolean {
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

/** Only the container, which knows all values of a job, checks a bound that is another hyperparameter's value. */
function missedBound(value: number, { atLeast = -Infinity, below, above = -Infinity }: Bounds): string | undefined {
  if (value < atLeast) return `at least ${atLeast}`
  if (typeof below === 'number' && value >= below) return `less than ${below}`
  return value <= above ? `more than ${above}` : undefined
}
