/** DescribeHyperParameterTuningJob. */
import { describeTuningJob } from '../describe.js'
import type { Operation } from '../../../protocol/operation.js'
import { trainingJobKind } from '../../training-job/kind.js'
import type { TuningContext } from '../context.js'
import { tuningJobKind } from '../kind.js'

/** Answers everything known about a tuning job except its tags, as the service does. */
export const describeHyperParameterTuningJob: Operation<
  { readonly HyperParameterTuningJobName: string },
  TuningContext
> = {
  name: 'DescribeHyperParameterTuningJob',
  handle: ({ HyperParameterTuningJobName }, { collections, now }) => {
    const jobs = collections.of(trainingJobKind)
    const tuningJobs = collections.of(tuningJobKind)
    const job = tuningJobs.get(HyperParameterTuningJobName)
    return describeTuningJob(job, jobs.childrenOf(job.id), now())
  },
}
