/** Training jobs, as Search sees them. */
import type { Searchable } from '../../search/searchable.js'
import { searchRecord } from './describe.js'
import type { TrainingJob } from './record.js'

/** Jobs never change in place, so what was made of one can be kept as long as it lives. */
const records = new WeakMap<TrainingJob, object>()

/** The resource TrainingJob of Search. */
export const searchableTrainingJobs: Searchable<TrainingJob> = {
  name: 'TrainingJob',
  shape: 'TrainingJob',
  recordOf: (job) => {
    const record = records.get(job) ?? searchRecord(job)
    records.set(job, record)
    return record
  },
  keyed: {
    metrics: { kind: 'metric', read: metric },
    hyperparameters: { kind: 'hyperparameter', read: hyperparameter },
  },
}

function metric({ metrics }: TrainingJob, name: string): readonly unknown[] {
  const found = metrics.find((each) => each.name === name)
  return found ? [found.value] : []
}

function hyperparameter({ request }: TrainingJob, key: string): readonly unknown[] {
  const values = request.HyperParameters ?? {}
  return Object.hasOwn(values, key) ? [values[key]] : []
}
