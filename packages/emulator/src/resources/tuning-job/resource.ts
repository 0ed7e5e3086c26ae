/** Tuning jobs, as the endpoint takes them. */
import type { Resource } from '../resource.js'
import type { TuningContext } from './context.js'
import { tuningJobKind } from './kind.js'
import { createHyperParameterTuningJob } from './operations/create-hyper-parameter-tuning-job.js'
import { deleteHyperParameterTuningJob } from './operations/delete-hyper-parameter-tuning-job.js'
import { describeHyperParameterTuningJob } from './operations/describe-hyper-parameter-tuning-job.js'
import { listHyperParameterTuningJobs } from './operations/list-hyper-parameter-tuning-jobs.js'
import { listTrainingJobsForHyperParameterTuningJob } from './operations/list-training-jobs-for-hyper-parameter-tuning-job.js'
import { stopHyperParameterTuningJob } from './operations/stop-hyper-parameter-tuning-job.js'
import { searchableTuningJobs } from './search.js'

export const tuningJobs: Resource<TuningContext> = {
  kind: tuningJobKind,
  operations: [
    createHyperParameterTuningJob,
    deleteHyperParameterTuningJob,
    describeHyperParameterTuningJob,
    listHyperParameterTuningJobs,
    listTrainingJobsForHyperParameterTuningJob,
    stopHyperParameterTuningJob,
  ],
  search: searchableTuningJobs,
}
