/** The quotas of a tuning job, and how many training jobs a request allows. */
import type { CreateTuningJobRequest } from './request.js'
import { definitionsOf } from './request.js'
import type { TuningJob } from './record.js'
import { combinations } from '../../tuning/space/combinations.js'
import { spaceOf } from '../../tuning/space/space.js'

/** https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-limits.html, the highest that can be asked for. */
export const quotas = {
  tuningJobs: 100,
  parallelTrainingJobs: 100,
  trainingJobs: 750,
  trainingJobsOfRandom: 10_000,
  ranges: 30,
  hyperparameters: 100,
  environment: 48,
  /** MaxResource of Hyperband. */
  resource: 20_000,
} as const

/** Returns the quota of training jobs for a strategy. */
export function quotaOf(request: CreateTuningJobRequest): number {
  const { Strategy } = request.HyperParameterTuningJobConfig
  return Strategy === 'Random' ? quotas.trainingJobsOfRandom : quotas.trainingJobs
}

/** Returns how many training jobs a tuning job may have: its own limit, a grid's size, or the rest of the quota that its parents left. */
export function limitOf({ request, inherited }: Pick<TuningJob, 'request' | 'inherited'>): number {
  const { Strategy, ResourceLimits } = request.HyperParameterTuningJobConfig
  const { MaxNumberOfTrainingJobs: most } = ResourceLimits
  if (most !== undefined) return most
  return Strategy === 'Grid' ? gridSize(request) : quotaOf(request) - inherited.trainingJobs
}

/** Returns the number of combinations of all definitions. */
export function gridSize(request: CreateTuningJobRequest): number {
  return definitionsOf(request).reduce((sum, { ranges }) => sum + combinations(spaceOf(ranges)), 0)
}
