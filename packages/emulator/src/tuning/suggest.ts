/** The next hyperparameters to try: a pure function of the ranges, the history, and how many came before. */
import type { History } from './space/history.js'
import { randomOf } from './space/random.js'
import type { Sampler } from './samplers/sampler.js'
import { bayesianSampler } from './samplers/bayesian.js'
import { gridSampler } from './samplers/grid.js'
import { randomSampler } from './samplers/random.js'
import { spaceOf } from './space/space.js'
import type { Assignment, ParameterRanges } from './space/space.js'

/** Everything that a suggestion depends on: plain JSON, so that another thread can make it. */
export interface Question {
  readonly strategy: 'Bayesian' | 'Random' | 'Hyperband' | 'Grid'
  readonly ranges: ParameterRanges
  readonly history: History
  readonly seed: number
  readonly index: number
}

const samplers: Readonly<Record<Question['strategy'], Sampler>> = {
  Bayesian: bayesianSampler,
  Random: randomSampler,
  Grid: gridSampler,
  // Successive halving decides how long a job runs; what it tries is random, as in Li et al.
  Hyperband: randomSampler,
}

/** Returns the hyperparameters to try, or undefined if a finite space has none left. */
export function suggest({ strategy, ranges, history, seed, index }: Question): Assignment | undefined {
  return samplers[strategy](spaceOf(ranges), history, randomOf(seed, index))
}
