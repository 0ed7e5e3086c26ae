/** How training jobs are kept and named. */
import { requestedResourceNotFound, resourceInUse } from '../../protocol/errors.js'
import type { Collection } from '../../state/collection.js'
import type { Kind } from '../../state/kind.js'
import { nameOf, newTrainingJob } from './record.js'
import type { TrainingJob, TunedBy } from './record.js'
import type { CreateTrainingJobRequest } from './request.js'

/** Training jobs; those that a tuning job started belong to it. */
export const trainingJobKind: Kind<TrainingJob> = {
  table: 'training_job',
  arnPart: 'training-job',
  nameOf,
  parentOf: ({ tuning }) => tuning?.tuningJob,
  missing: requestedResourceNotFound,
  taken: ({ arn }) =>
    resourceInUse(
      `Job name must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
    ),
}

/** Every training job. */
export type TrainingJobs = Collection<TrainingJob>

/** Adds the training job of a request. Throws ResourceInUse if its name is taken. */
export function addTrainingJob(
  jobs: TrainingJobs,
  request: CreateTrainingJobRequest,
  now: number,
  tuning?: TunedBy,
): TrainingJob {
  return jobs.create(request.TrainingJobName, ({ id, arn }) => newTrainingJob(id, arn, request, now, tuning))
}
