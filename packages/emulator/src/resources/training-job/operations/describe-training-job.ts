/** DescribeTrainingJob. */
import { describeTrainingJob } from '../describe.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TrainingContext } from '../context.js'
import { trainingJobKind } from '../kind.js'

/** Answers everything known about a job except its tags, as the service does. */
export const describeTrainingJobOperation: Operation<{ readonly TrainingJobName: string }, TrainingContext> = {
  name: 'DescribeTrainingJob',
  handle: ({ TrainingJobName }, { collections }) => {
    const job = collections.of(trainingJobKind).get(TrainingJobName)
    return describeTrainingJob(job)
  },
}
