/** The next hyperparameters of a tuning job: a pure function of its request, its history, and how many came before. */
import type { TrainingJob } from '../resources/training-job/record.js'
import type { TuningJob } from '../resources/tuning-job/record.js'
import { definitionsOf } from '../resources/tuning-job/request.js'
import type { TuningConfig } from '../resources/tuning-job/request.js'
import type { History } from './space/history.js'
import { randomOf } from './space/random.js'
import type { Sampler } from './samplers/sampler.js'
import { bayesianSampler } from './samplers/bayesian.js'
import { gridSampler } from './samplers/grid.js'
import { randomSampler } from './samplers/random.js'
import { spaceOf } from './space/space.js'
import type { Assignment, ParameterRanges } from './space/space.js'
import { finalObjective } from '../resources/tuning-job/trials.js'

/** Everything that a suggestion depends on: plain JSON, so that another thread can make it. */
export interface Question {
  readonly strategy: TuningConfig['Strategy']
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

/** Returns the hyperparameters to try, or undefined where a finite space has none left. */
export function suggest({ strategy, ranges, history, seed, index }: Question): Assignment | undefined {
  return samplers[strategy](spaceOf(ranges), history, randomOf(seed, index))
}

/** Returns the question for the training job of this index, to be made from this definition. */
export function questionOf(
  job: TuningJob,
  children: readonly TrainingJob[],
  definition: number,
  index: number,
): Question {
  const { objective, ranges = {} } = definitionsOf(job.request)[definition] ?? {}
  return {
    strategy: job.request.HyperParameterTuningJobConfig.Strategy,
    ranges,
    history: {
      goal: objective?.Type ?? 'Minimize',
      trials: children.filter(({ tuning }) => tuning?.definition === definition).map(trialOf),
      parents: job.inherited.parents,
    },
    seed: job.seed,
    index,
  }
}

function trialOf(child: TrainingJob) {
  const value = finalObjective(child)
  return {
    assignment: child.tuning?.assignment ?? {},
    status: child.status === 'Stopping' ? ('InProgress' as const) : child.status,
    ...(value === undefined ? {} : { value }),
  }
}
