/** StopHyperParameterTuningJob. */
import { validation } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TuningContext } from '../context.js'
import { tuningJobKind } from '../kind.js'
import { isTuningEnded, stopTuning } from '../record.js'

/** Starts to stop a tuning job and its training jobs. Stopping twice is no error; stopping what has ended is. */
export const stopHyperParameterTuningJob: Operation<{ readonly HyperParameterTuningJobName: string }, TuningContext> = {
  name: 'StopHyperParameterTuningJob',
  handle: ({ HyperParameterTuningJobName }, { collections, tuner, now }) => {
    const tuningJobs = collections.of(tuningJobKind)
    const job = tuningJobs.get(HyperParameterTuningJobName)
    if (isTuningEnded(job))
      throw validation(`The request was rejected because the hyperparameter tuning job is in status ${job.status}.`)
    if (job.status === 'Stopping') return undefined
    tuningJobs.replace(stopTuning(job, now()))
    tuner.drive(job)
    return undefined
  },
}
