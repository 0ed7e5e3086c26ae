/** The question that a sampler is asked for the next training job of a tuning job. */
import type { Question } from '../../tuning/suggest.js'
import type { TrainingJob } from '../training-job/record.js'
import type { TuningJob } from './record.js'
import { definitionsOf } from './request.js'
import { finalObjective } from './trials.js'

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
