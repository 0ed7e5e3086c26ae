/** Training jobs, as the endpoint takes them. */
import type { Resource } from '../resource.js'
import type { TrainingContext } from './context.js'
import { trainingJobKind } from './kind.js'
import { createTrainingJob } from './operations/create-training-job.js'
import { deleteTrainingJob } from './operations/delete-training-job.js'
import { describeTrainingJobOperation } from './operations/describe-training-job.js'
import { listTrainingJobs } from './operations/list-training-jobs.js'
import { stopTrainingJob } from './operations/stop-training-job.js'
import { updateTrainingJob } from './operations/update-training-job.js'
import { searchableTrainingJobs } from './search.js'

export const trainingJobs: Resource<TrainingContext> = {
  kind: trainingJobKind,
  operations: [
    createTrainingJob,
    deleteTrainingJob,
    describeTrainingJobOperation,
    listTrainingJobs,
    stopTrainingJob,
    updateTrainingJob,
  ],
  search: () => searchableTrainingJobs,
}
