/** The progress of a tuning job: TuningJobCompletionDetails, and the completion criteria that read it. */
import type { TrainingJob } from '../training-job/record.js'
import { definitionsOf } from './request.js'
import type { CreateTuningJobRequest } from './request.js'
import { inOrderOfEnd, isBetter, sharedObjective } from './trials.js'

/** The progress of a tuning job so far. */
export interface Progress {
  readonly best?: number
  /** Training jobs in a row, the latest ones, that did not make the best better by more than 1 %. */
  readonly notImproving: number
  /** When the search was first seen to have converged, in milliseconds since the epoch. */
  readonly convergedAt?: number
}

/** "A lack of significant improvement (1% or less)." */
const significant = 0.01

/** Returns the progress of a search from the training jobs that have ended with an objective. */
export function progressOf(request: CreateTuningJobRequest, children: readonly TrainingJob[]): Progress {
  const objective = sharedObjective(request)
  if (!objective) return { notImproving: 0 }
  const patience = convergencePatience(request)
  let best: number | undefined
  let reference = 0
  let notImproving = 0
  let convergedAt: number | undefined
  for (const { job, value } of inOrderOfEnd(children)) {
    const first = best === undefined
    if (best === undefined || isBetter(objective.Type, value, best)) best = value
    // Against the last value that counted as an improvement: many small steps make a large one.
    const gain = Math.abs(best - reference)
    if (first || gain > significant * Math.abs(reference)) {
      reference = best
      notImproving = 0
    } else notImproving += 1
    if (notImproving >= patience) convergedAt ??= job.trainingEndTime
  }
  return {
    ...(best === undefined ? {} : { best }),
    notImproving,
    ...(convergedAt === undefined ? {} : { convergedAt }),
  }
}

/**
 * How many training jobs without improvement are convergence. SageMaker's own criteria are not published; this one
 * grows with the number of ranges: ten, or three a range.
 */
function convergencePatience(request: CreateTuningJobRequest): number {
  const ranges = definitionsOf(request).map(
    ({ ranges: { IntegerParameterRanges = [], ContinuousParameterRanges = [], CategoricalParameterRanges = [] } }) =>
      IntegerParameterRanges.length + ContinuousParameterRanges.length + CategoricalParameterRanges.length,
  )
  return Math.max(10, 3 * Math.max(...ranges))
}

/** Returns whether one of the request's completion criteria is met. */
export function isComplete(request: CreateTuningJobRequest, children: readonly TrainingJob[]): boolean {
  const criteria = request.HyperParameterTuningJobConfig.TuningJobCompletionCriteria
  if (!criteria) return false
  const { TargetObjectiveMetricValue: target, BestObjectiveNotImproving, ConvergenceDetected } = criteria
  const { best, notImproving, convergedAt } = progressOf(request, children)
  const type = sharedObjective(request)?.Type
  if (type && target !== undefined && best !== undefined && !isBetter(type, Math.fround(target), best)) return true
  if (notImproving >= (BestObjectiveNotImproving?.MaxNumberOfTrainingJobsNotImproving ?? Infinity)) return true
  return ConvergenceDetected?.CompleteOnConvergence === 'Enabled' && convergedAt !== undefined
}
