/** StopTrainingJob. */
import { validation } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TrainingContext } from '../context.js'
import { trainingJobKind } from '../kind.js'
import { isTerminal } from '../record.js'

/** Starts to stop a job: Stopping now, SIGTERM, SIGKILL later. Stopping twice is no error; stopping what has ended is. */
export const stopTrainingJob: Operation<{ readonly TrainingJobName: string }, TrainingContext> = {
  name: 'StopTrainingJob',
  handle: ({ TrainingJobName }, { collections, scheduler }) => {
    const job = collections.of(trainingJobKind).get(TrainingJobName)
    if (isTerminal(job))
      throw validation(`The request was rejected because the training job is in status ${job.status}.`)
    scheduler.stop(job, 'Stopped')
    return undefined
  },
}
