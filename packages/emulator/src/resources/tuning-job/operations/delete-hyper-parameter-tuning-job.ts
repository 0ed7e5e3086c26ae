/** DeleteHyperParameterTuningJob. */
import { resourceInUse } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TuningContext } from '../context.js'
import { tuningJobKind } from '../kind.js'
import { isTuningEnded, tuningNameOf } from '../record.js'

/** Forgets a tuning job that has ended and frees its name. Its training jobs and their artifacts stay, as on AWS. */
export const deleteHyperParameterTuningJob: Operation<{ readonly HyperParameterTuningJobName: string }, TuningContext> =
  {
    name: 'DeleteHyperParameterTuningJob',
    handle: ({ HyperParameterTuningJobName }, { collections }) => {
      const tuningJobs = collections.of(tuningJobKind)
      const job = tuningJobs.get(HyperParameterTuningJobName)
      if (!isTuningEnded(job))
        throw resourceInUse(
          `Hyperparameter tuning job "${tuningNameOf(job)}" is in status ${job.status}; only a job that is Completed, Failed or Stopped can be deleted.`,
        )
      tuningJobs.remove(job)
      return undefined
    },
  }
