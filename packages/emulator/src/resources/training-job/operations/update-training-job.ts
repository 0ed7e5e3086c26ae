/** UpdateTrainingJob. */
import { validation } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TrainingContext } from '../context.js'
import { trainingJobKind } from '../kind.js'

interface Input {
  readonly TrainingJobName: string
  readonly ProfilerConfig?: object
  readonly ProfilerRuleConfigurations?: object
  readonly ResourceConfig?: object
  readonly RemoteDebugConfig?: object
}

/** Refuses every change: the profiler, warm pools and remote debugging do not exist locally. */
export const updateTrainingJob: Operation<Input, TrainingContext> = {
  name: 'UpdateTrainingJob',
  handle: ({ TrainingJobName, ...changes }, { collections }) => {
    const job = collections.of(trainingJobKind).get(TrainingJobName)
    const [change] = Object.keys(changes)
    if (change !== undefined)
      throw validation(`"${change}" of a training job cannot be updated here: not available yet.`)
    return { TrainingJobArn: job.arn }
  },
}
