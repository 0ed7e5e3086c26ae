/** What can be searched: the shape of a result, and what is read beside its members. */
import type { Tag } from '../state/tags.js'
import { searchRecord } from '../resources/training-job/describe.js'
import { tuningSearchRecord } from '../resources/tuning-job/describe.js'
import type { Jobs } from '../resources/training-job/training-jobs.js'
import type { TrainingJob } from '../resources/training-job/record.js'
import type { TuningJob } from '../resources/tuning-job/record.js'
import type { PropertyKind } from './property.js'

/** One kind of resource. */
export interface Resource<Item> {
  /** As in the request, and as the member of a result. */
  readonly name: string
  readonly shape: string
  readonly recordOf: (item: Item) => object
  /** Milliseconds since the epoch. */
  readonly lastModifiedTime: (item: Item) => number
  /** `Tags.<key>` and the like, by the prefix in lower case. */
  readonly keyed: Readonly<
    Record<string, { readonly kind: PropertyKind; readonly read: (item: Item, key: string) => readonly unknown[] }>
  >
}

/** Jobs never change in place, so what was made of one can be kept as long as it lives. */
const records = new WeakMap<TrainingJob, object>()

/** Training jobs. */
export const trainingJobs: Resource<TrainingJob> = {
  name: 'TrainingJob',
  shape: 'TrainingJob',
  recordOf: (job) => {
    const record = records.get(job) ?? searchRecord(job)
    records.set(job, record)
    return record
  },
  lastModifiedTime: ({ lastModifiedTime }) => lastModifiedTime,
  keyed: {
    metrics: { kind: 'metric', read: metric },
    hyperparameters: { kind: 'hyperparameter', read: hyperparameter },
    tags: { kind: 'text', read: tag },
  },
}

/** Returns tuning jobs as they are now: their counters change with their training jobs. */
export function tuningJobsNow(jobs: Jobs, now: number): Resource<TuningJob> {
  const made = new Map<TuningJob, object>()
  return {
    name: 'HyperParameterTuningJob',
    shape: 'HyperParameterTuningJobSearchEntity',
    recordOf: (job) => {
      const record = made.get(job) ?? tuningSearchRecord(job, jobs.childrenOf(job.id), now)
      made.set(job, record)
      return record
    },
    lastModifiedTime: ({ lastModifiedTime }) => lastModifiedTime,
    keyed: { tags: { kind: 'text', read: tag } },
  }
}

function metric({ metrics }: TrainingJob, name: string): readonly unknown[] {
  const found = metrics.find((each) => each.name === name)
  return found ? [found.value] : []
}

function hyperparameter({ request }: TrainingJob, key: string): readonly unknown[] {
  const values = request.HyperParameters ?? {}
  return Object.hasOwn(values, key) ? [values[key]] : []
}

function tag({ tags }: { readonly tags: readonly Tag[] }, key: string): readonly unknown[] {
  const found = tags.find(({ Key }) => Key === key)
  return found ? [found.Value] : []
}
