/** Every operation that is available. To add one: its file, and its name here. */
import type { Operation } from './protocol/operation.js'
import { addTags } from './operations/add-tags.js'
import { createHyperParameterTuningJob } from './resources/tuning-job/operations/create-hyper-parameter-tuning-job.js'
import { createTrainingJob } from './resources/training-job/operations/create-training-job.js'
import { deleteHyperParameterTuningJob } from './resources/tuning-job/operations/delete-hyper-parameter-tuning-job.js'
import { deleteTags } from './operations/delete-tags.js'
import { deleteTrainingJob } from './resources/training-job/operations/delete-training-job.js'
import { describeHyperParameterTuningJob } from './resources/tuning-job/operations/describe-hyper-parameter-tuning-job.js'
import { describeTrainingJobOperation } from './resources/training-job/operations/describe-training-job.js'
import { listHyperParameterTuningJobs } from './resources/tuning-job/operations/list-hyper-parameter-tuning-jobs.js'
import { listTags } from './operations/list-tags.js'
import { listTrainingJobs } from './resources/training-job/operations/list-training-jobs.js'
import { listTrainingJobsForHyperParameterTuningJob } from './resources/tuning-job/operations/list-training-jobs-for-hyper-parameter-tuning-job.js'
import { search } from './operations/search.js'
import { stopHyperParameterTuningJob } from './resources/tuning-job/operations/stop-hyper-parameter-tuning-job.js'
import { stopTrainingJob } from './resources/training-job/operations/stop-training-job.js'
import { updateTrainingJob } from './resources/training-job/operations/update-training-job.js'

/** The available operations, in the order of their names. */
export const operations: readonly Operation<never>[] = [
  addTags,
  createHyperParameterTuningJob,
  createTrainingJob,
  deleteHyperParameterTuningJob,
  deleteTags,
  deleteTrainingJob,
  describeHyperParameterTuningJob,
  describeTrainingJobOperation,
  listHyperParameterTuningJobs,
  listTags,
  listTrainingJobs,
  listTrainingJobsForHyperParameterTuningJob,
  search,
  stopHyperParameterTuningJob,
  stopTrainingJob,
  updateTrainingJob,
]
