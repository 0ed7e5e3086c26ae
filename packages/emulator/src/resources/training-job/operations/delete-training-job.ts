/** DeleteTrainingJob. */
import { resourceInUse, resourceNotFound } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import { isTerminal } from '../record.js'
import { tuningNameOf } from '../../tuning-job/record.js'

/** Forgets a job that has ended and frees its name. Its artefacts and its log stay, as on AWS. */
export const deleteTrainingJob: Operation<{ readonly TrainingJobName: string }> = {
  name: 'DeleteTrainingJob',
  handle: ({ TrainingJobName }, { jobs, tuningJobs }) => {
    const job = jobs.byName(TrainingJobName)
    if (!job) throw resourceNotFound('Requested resource not found.')
    if (!isTerminal(job))
      throw resourceInUse(
        `Training job "${TrainingJobName}" is in status ${job.status}; only a job that is Completed, Failed or Stopped can be deleted.`,
      )
    const tuningJob = job.tuning && tuningJobs.byId(job.tuning.tuningJob)
    if (tuningJob)
      throw resourceInUse(
        `Training job "${TrainingJobName}" belongs to hyperparameter tuning job "${tuningNameOf(tuningJob)}", whose counters and history it is part of; delete that one first.`,
      )
    jobs.remove(job)
    return undefined
  },
}
