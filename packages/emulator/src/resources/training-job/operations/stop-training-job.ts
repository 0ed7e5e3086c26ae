/** StopTrainingJob. */
import { requestedResourceNotFound, validation } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import { isTerminal } from '../record.js'

/** Starts to stop a job: Stopping now, SIGTERM, SIGKILL later. Stopping twice is no error; stopping what has ended is. */
export const stopTrainingJob: Operation<{ readonly TrainingJobName: string }> = {
  name: 'StopTrainingJob',
  handle: ({ TrainingJobName }, { jobs, scheduler }) => {
    const job = jobs.byName(TrainingJobName)
    if (!job) throw requestedResourceNotFound()
    if (isTerminal(job))
      throw validation(`The request was rejected because the training job is in status ${job.status}.`)
    scheduler.stop(job, 'Stopped')
    return undefined
  },
}
