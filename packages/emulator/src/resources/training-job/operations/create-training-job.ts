/** CreateTrainingJob. */
import type { CreateTrainingJobRequest } from '../request.js'
import { checkTrainingJob } from '../rules.js'
import type { Operation } from '../../../protocol/operation.js'

/** Records the job durably, puts it in the queue, and answers its ARN. */
export const createTrainingJob: Operation<CreateTrainingJobRequest> = {
  name: 'CreateTrainingJob',
  handle: (request, { jobs, scheduler, now }) => {
    checkTrainingJob(request)
    const job = jobs.create(request, now())
    scheduler.submit(job)
    return { TrainingJobArn: job.arn }
  },
}
