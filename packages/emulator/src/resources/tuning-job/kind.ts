/** How tuning jobs are kept and named. */
import { resourceInUse, resourceNotFound } from '../../protocol/errors.js'
import type { Collection } from '../../state/collection.js'
import type { Kind } from '../../state/kind.js'
import { tuningNameOf } from './record.js'
import type { TuningJob } from './record.js'

/** Tuning jobs. Their names ignore case, as the service's do. */
export const tuningJobKind: Kind<TuningJob> = {
  table: 'tuning_job',
  arnPart: 'hyper-parameter-tuning-job',
  ignoresCase: true,
  nameOf: tuningNameOf,
  missing: (name) =>
    resourceNotFound(
      `Amazon SageMaker can't find a tuning job called ${name}. Enter a hyperparameter tuning job name that exists, and try your request again.`,
    ),
  taken: ({ arn }) =>
    resourceInUse(
      `Hyperparameter tuning job names must be unique within an AWS account and region, and a hyperparameter tuning job with this name already exists (${arn})`,
    ),
}

/** Every tuning job. */
export type TuningJobs = Collection<TuningJob>
