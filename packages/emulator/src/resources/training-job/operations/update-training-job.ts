/** UpdateTrainingJob. */
import { requestedResourceNotFound, validation } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'

interface Input {
  readonly TrainingJobName: string
  readonly ProfilerConfig?: object
  readonly ProfilerRuleConfigurations?: object
  readonly ResourceConfig?: object
  readonly RemoteDebugConfig?: object
}

/** The profiler, warm pools and remote debugging that this operation changes do not exist locally: says so. */
export const updateTrainingJob: Operation<Input> = {
  name: 'UpdateTrainingJob',
  handle: ({ TrainingJobName, ...changes }, { jobs }) => {
    const job = jobs.byName(TrainingJobName)
    if (!job) throw requestedResourceNotFound()
    const [change] = Object.keys(changes)
    if (change !== undefined)
      throw validation(`"${change}" of a training job cannot be updated here: not available yet.`)
    return { TrainingJobArn: job.arn }
  },
}
