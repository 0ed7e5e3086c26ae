/** DescribeTrainingJob. */
import { describeTrainingJob } from '../describe.js'
import { requestedResourceNotFound } from '../../../protocol/errors.js'
import type { Operation } from '../../../protocol/operation.js'

/** Answers everything known about a job except its tags, as the service does. */
export const describeTrainingJobOperation: Operation<{ readonly TrainingJobName: string }> = {
  name: 'DescribeTrainingJob',
  handle: ({ TrainingJobName }, { jobs }) => {
    const job = jobs.byName(TrainingJobName)
    if (!job) throw requestedResourceNotFound()
    return describeTrainingJob(job)
  },
}
