/** DeleteTrainingJob. */
import { resourceInUse, resourceNotFound } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TrainingContext } from '../context.js'
import { trainingJobKind } from '../kind.js'
import { isTerminal } from '../record.js'

/** Forgets a job that has ended and frees its name. Its artifacts and its log stay, as on AWS. */
export const deleteTrainingJob: Operation<{ readonly TrainingJobName: string }, TrainingContext> = {
  name: 'DeleteTrainingJob',
  handle: ({ TrainingJobName }, { collections }) => {
    const jobs = collections.of(trainingJobKind)
    const job = jobs.byName(TrainingJobName)
    if (!job) throw resourceNotFound('Requested resource not found.')
    if (!isTerminal(job))
      throw resourceInUse(
        `Training job "${TrainingJobName}" is in status ${job.status}; only a job that is Completed, Failed or Stopped can be deleted.`,
      )
    const tuningJob = job.tuning && collections.byArn(job.tuning.arn)
    // A later tuning job may have the same ARN; the number is another.
    if (tuningJob && tuningJob.item.id === job.tuning.tuningJob)
      throw resourceInUse(
        `Training job "${TrainingJobName}" belongs to hyperparameter tuning job "${tuningJob.collection.kind.nameOf(tuningJob.item)}", whose counters and history it is part of; delete that one first.`,
      )
    jobs.remove(job)
    return undefined
  },
}
