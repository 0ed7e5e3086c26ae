/** DescribeHyperParameterTuningJob. */
import { describeTuningJob } from '../describe.js'
import type { Operation } from '../../../protocol/operation.js'

/** Answers everything known about a tuning job except its tags, as the service does. */
export const describeHyperParameterTuningJob: Operation<{ readonly HyperParameterTuningJobName: string }> = {
  name: 'DescribeHyperParameterTuningJob',
  handle: ({ HyperParameterTuningJobName }, { jobs, tuningJobs, now }) => {
    const job = tuningJobs.get(HyperParameterTuningJobName)
    return describeTuningJob(job, jobs.childrenOf(job.id), now())
  },
}
