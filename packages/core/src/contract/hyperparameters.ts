/**
 * Hyperparameters as SageMaker carries them: a map of strings. Ours are the user's own by name, `seed`, and the
 * training spec as JSON in a fixed number of slots, so that the set of names is the same for every model (a warm start
 * demands it) and no value is longer than 2,500 characters.
 */

import type { Scalar } from '../language/experiment.js'
import type { HyperparameterType, TrainingSpec } from './training-spec.js'

/** Slots for the training spec. Names start with an underscore, which no user's hyperparameter can. */
const slots = 8
const slotLength = 2500
const slotName = (slot: number): string => `_assay_spec_${slot}`

/** The longest training spec, in characters of JSON, that fits. */
export const maximumSpecLength = slots * slotLength

/** The input of a training job of our container. */
export interface JobHyperparameters {
  readonly spec: TrainingSpec
  readonly seed: number
  /** The user's hyperparameters, typed as `spec.types` says. */
  readonly values: Readonly<Record<string, Scalar>>
}

/**
 * Returns the HyperParameters of a request.
 * @throws RangeError when the spec is longer than `maximumSpecLength`.
 */
export function encodeHyperparameters({ spec, seed, values }: JobHyperparameters): Record<string, string> {
  const text = JSON.stringify(spec)
  if (text.length > maximumSpecLength) {
    throw new RangeError(`The model's description is ${text.length} characters long; at most ${maximumSpecLength} fit.`)
  }
  const encoded: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) encoded[name] = String(value)
  encoded['seed'] = String(seed)
  for (let slot = 0; slot < slots; slot++) {
    encoded[slotName(slot)] = text.slice(slot * slotLength, (slot + 1) * slotLength)
  }
  return encoded
}

/**
 * Reads back what `encodeHyperparameters` wrote. Names that SageMaker adds itself (`_tuning_objective_metric`,
 * `sagemaker_*`) and any other unknown one are left out.
 * @throws SyntaxError when the spec is missing or is not JSON, or a value is not of its type.
 */
export function decodeHyperparameters(encoded: Readonly<Record<string, string>>): JobHyperparameters {
  const text = Array.from({ length: slots }, (_, slot) => encoded[slotName(slot)] ?? '').join('')
  if (text === '')
    throw new SyntaxError(`The hyperparameter "${slotName(0)}" is missing: this job was not planned by assay.`)
  const spec = JSON.parse(text) as TrainingSpec
  const values: Record<string, Scalar> = {}
  for (const [name, type] of Object.entries(spec.types)) {
    const value = encoded[name]
    if (value !== undefined) values[name] = decodeScalar(name, value, type)
  }
  return { spec, seed: Number(encoded['seed'] ?? 0), values }
}

/** Returns a hyperparameter's value from SageMaker's string. A tuner may write an integer as `64.0`. */
export function decodeScalar(name: string, text: string, type: HyperparameterType): Scalar {
  if (type === 'string') return text
  if (type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true'
    throw new SyntaxError(`The hyperparameter "${name}" is "${text}"; expected true or false.`)
  }
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || (type === 'integer' && !Number.isInteger(value))) {
    throw new SyntaxError(
      `The hyperparameter "${name}" is "${text}"; expected ${type === 'integer' ? 'an integer' : 'a number'}.`,
    )
  }
  return value
}
