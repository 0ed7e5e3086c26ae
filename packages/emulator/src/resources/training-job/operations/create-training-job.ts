/** CreateTrainingJob. */
import type { CreateTrainingJobRequest } from '../request.js'
import { checkTrainingJob } from '../rules.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TrainingContext } from '../context.js'
import { addTrainingJob, trainingJobKind } from '../kind.js'

/** Records the job durably, puts it in the queue, and answers its ARN. */
export const createTrainingJob: Operation<CreateTrainingJobRequest, TrainingContext> = {
  name: 'CreateTrainingJob',
  handle: (request, { collections, scheduler, now }) => {
    checkTrainingJob(request)
    const job = addTrainingJob(collections.of(trainingJobKind), request, now())
    scheduler.submit(job)
    return { TrainingJobArn: job.arn }
  },
}
