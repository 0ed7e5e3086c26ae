/** Tuning jobs, as Search sees them. */
import type { Searchable } from '../../search/searchable.js'
import type { Context } from '../context.js'
import { trainingJobKind } from '../training-job/kind.js'
import { tuningSearchRecord } from './describe.js'
import type { TuningJob } from './record.js'

/** Returns the resource HyperParameterTuningJob of Search as it is now: counters change with the training jobs. */
export function searchableTuningJobs({ collections, now }: Context): Searchable<TuningJob> {
  const made = new Map<TuningJob, object>()
  const jobs = collections.of(trainingJobKind)
  const time = now()
  return {
    name: 'HyperParameterTuningJob',
    shape: 'HyperParameterTuningJobSearchEntity',
    recordOf: (job) => {
      const record = made.get(job) ?? tuningSearchRecord(job, jobs.childrenOf(job.id), time)
      made.set(job, record)
      return record
    },
  }
}
