/** Which values the trainer takes for the hyperparameters that it reads itself. */

import type { DiagnosticCode } from '../language/diagnostic.js'
import type { Scalar } from '../language/experiment.js'
import { trainerChoices, trainerHyperparameters } from '../contract/training-spec.js'
import type { ReportOptions } from './rule.js'

/** What the trainer has against a value. */
export interface TrainerProblem extends Pick<ReportOptions, 'unknown'> {
  readonly code: DiagnosticCode
  readonly message: string
}

/** Whether a hyperparameter is one of the trainer's own. */
export function isTrainers(name: string): name is keyof typeof trainerHyperparameters {
  return Object.hasOwn(trainerHyperparameters, name)
}

/** Returns what is wrong with a value of one of them; undefined where nothing is, and for every other hyperparameter. */
export function trainerProblem(name: string, value: Scalar): TrainerProblem | undefined {
  if (!isTrainers(name)) return undefined
  const { type } = trainerHyperparameters[name]
  if (!isOfType(value, type)) {
    return { code: 'wrong-type', message: `"${name}" is ${JSON.stringify(value)}; expected ${typeNames[type]}.` }
  }
  if (typeof value === 'number') {
    const expected = missedBound(name, value)
    if (expected === undefined) return undefined
    return { code: 'bad-value', message: `"${name}" is ${value}; expected ${expected}.` }
  }
  const known = choices.get(name)
  if (!known || known.includes(String(value))) return undefined
  const list = known.map((each) => `"${each}"`).join(', ')
  const message = `"${name}" is "${value}"; expected one of ${list}.`
  return { code: 'bad-value', message, unknown: [String(value), known] }
}

const typeNames = { integer: 'a whole number', number: 'a number', string: 'text' } as const

function isOfType(value: Scalar, type: keyof typeof typeNames): boolean {
  if (type === 'string') return typeof value === 'string'
  return typeof value === 'number' && (type === 'number' || Number.isInteger(value))
}

/** Those that have a least value. */
const least: Readonly<Record<string, number>> = {
  epochs: 1,
  batch_size: 1,
  momentum: 0,
  warmup: 0,
  weight_decay: 0,
  clipnorm: 0,
  label_smoothing: 0,
  patience: 0,
}

/** Those that must stay below a value. */
const below: Readonly<Record<string, number>> = { momentum: 1, label_smoothing: 1 }

/** Those that must be above 0. */
const positive: readonly string[] = ['learning_rate', 'min_learning_rate', 'decay_rate', 'decay_epochs']

const choices: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(trainerChoices))

function missedBound(name: string, value: number): string | undefined {
  if (value < (least[name] ?? -Infinity)) return `at least ${least[name]}`
  if (value >= (below[name] ?? Infinity)) return `less than ${below[name]}`
  return positive.includes(name) && value <= 0 ? 'more than 0' : undefined
}
