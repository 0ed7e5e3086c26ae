/** An optimizer: an update rule with its schedule, weight decay, clipping and memory. */

import type { TrainingOptions } from '../contract/training-options.js'
import { JobFailure } from '../base/job-failure.js'
import { learningRate } from './learning-rate.js'
import { updateRules } from './update-rules.js'

/** Moves weights step by step. Keeps its own memory of each weight; weights are told apart by number. */
export interface Optimizer {
  /** Begins the next step. Call it before the first weight of each. */
  readonly begin: () => void
  /** Moves one weight's values, given their gradient, in place. */
  readonly update: (weight: number, values: Float32Array, gradient: Float32Array) => void
  /** Returns the memory itself, not a copy. */
  readonly state: () => OptimizerState
  /** Continues from a state, which is copied. */
  readonly restore: (state: OptimizerState) => void
}

/** Everything that the next steps depend on. */
export interface OptimizerState {
  readonly steps: number
  /** By `weight/name`. */
  readonly memory: ReadonlyMap<string, Float32Array>
}

/**
 * Returns the optimizer that the hyperparameters name, at its first step.
 * @throws JobFailure for an unknown one.
 */
export function findOptimizer(options: TrainingOptions, stepsPerEpoch: number): Optimizer {
  const create = updateRules.get(options.optimizer)
  if (!create) {
    const known = [...updateRules.keys()].map((name) => `"${name}"`)
    throw new JobFailure(`Unknown optimizer "${options.optimizer}". Known are ${known.join(', ')}.`)
  }
  const rule = create()
  const rateOf = learningRate(options, stepsPerEpoch)
  const { momentum, weightDecay, clipnorm } = options
  let memory = new Map<string, Float32Array>()
  let count = 0
  let rate = 0
  return {
    begin: () => (rate = rateOf(count++)),
    update: (weight, values, gradient) => {
      if (weightDecay > 0) decay(values, weightDecay * rate)
      rule(values, clipnorm > 0 ? clipped(gradient, clipnorm) : gradient, {
        count,
        rate,
        momentum,
        memory: (name, start = 0) => {
          const key = `${weight}/${name}`
          const known = memory.get(key)
          if (known) return known
          const made = new Float32Array(values.length).fill(start)
          memory.set(key, made)
          return made
        },
      })
    },
    state: () => ({ steps: count, memory }),
    restore: (state) => {
      count = state.steps
      memory = new Map([...state.memory].map(([key, values]) => [key, values.slice()]))
    },
  }
}

/** Decays weights separately from the gradient, as Loshchilov and Hutter do, and Keras for every optimizer. */
function decay(values: Float32Array, share: number): void {
  for (let at = 0; at < values.length; at++) values[at] -= values[at] * share
}

/** Returns a copy if it clips: another weight may have the same gradient. */
function clipped(gradient: Float32Array, most: number): Float32Array {
  let sum = 0
  for (const value of gradient) sum += value * value
  const norm = Math.sqrt(sum)
  return norm <= most ? gradient : gradient.map((value) => (value * most) / norm)
}
