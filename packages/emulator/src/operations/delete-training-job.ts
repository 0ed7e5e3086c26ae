/** DeleteTrainingJob. */
import { resourceInUse, resourceNotFound } from '../errors.js'
import type { Operation } from '../operation.js'
import { isTerminal } from '../training-job.js'

/** Forgets a job that has ended and frees its name. Its artefacts and its log stay, as on AWS. */
export const deleteTrainingJob: Operation<{ readonly TrainingJobName: string }> = {
  name: 'DeleteTrainingJob',
  handle: ({ TrainingJobName }, { jobs }) => {
    const job = jobs.byName(TrainingJobName)
    if (!job) throw resourceNotFound('Requested resource not found.')
    if (!isTerminal(job))
      throw resourceInUse(
        `Training job "${TrainingJobName}" is in status ${job.status}; only a job that is Completed, Failed or Stopped can be deleted.`,
      )
    jobs.remove(job)
    return undefined
  },
}
