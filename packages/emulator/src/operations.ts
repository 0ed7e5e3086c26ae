/** Every operation that is available. To add one: its file, and its name here. */
import type { Operation } from './operation.js'
import { addTags } from './operations/add-tags.js'
import { createTrainingJob } from './operations/create-training-job.js'
import { deleteTags } from './operations/delete-tags.js'
import { deleteTrainingJob } from './operations/delete-training-job.js'
import { describeTrainingJobOperation } from './operations/describe-training-job.js'
import { listTags } from './operations/list-tags.js'
import { listTrainingJobs } from './operations/list-training-jobs.js'
import { search } from './operations/search.js'
import { stopTrainingJob } from './operations/stop-training-job.js'
import { updateTrainingJob } from './operations/update-training-job.js'

/** The available operations, in the order of their names. */
export const operations: readonly Operation<never>[] = [
  addTags,
  createTrainingJob,
  deleteTags,
  deleteTrainingJob,
  describeTrainingJobOperation,
  listTags,
  listTrainingJobs,
  search,
  stopTrainingJob,
  updateTrainingJob,
]
