/** All training jobs in memory, for Search and List, in step with the disk: the disk first, always. */
import { durably } from '../../state/durably.js'
import { resourceInUse } from '../../protocol/errors.js'
import type { Store } from '../../state/store.js'
import { nameOf, newTrainingJob } from './record.js'
import type { TrainingJob, TunedBy } from './record.js'
import type { CreateTrainingJobRequest } from './request.js'

/** The registry of training jobs. */
export interface Jobs {
  byName(name: string): TrainingJob | undefined
  byArn(arn: string): TrainingJob | undefined
  /** In the order in which they were created. */
  all(): IterableIterator<TrainingJob>
  /** The training jobs of a tuning job, in the order in which they were created. */
  childrenOf(tuningJob: number): TrainingJob[]
  create(request: CreateTrainingJobRequest, now: number, tuning?: TunedBy): TrainingJob
  /** Durable when it returns. */
  replace(job: TrainingJob): void
  /** In memory only, for what a crash may lose: metrics between two writes. */
  note(job: TrainingJob): void
  remove(job: TrainingJob): void
  /** Calls the listener with each job that has changed, after the change. */
  watch(listener: (job: TrainingJob) => void): void
}

/** Reads a store's jobs into memory. `arnOf` makes the ARN of a new job from its name. */
export function loadJobs(store: Store, arnOf: (name: string) => string): Jobs {
  const table = store.trainingJobs
  const byName = new Map(table.records.map((job) => [nameOf(job), job]))
  const families = new Map<number, Set<string>>()
  const listeners: ((job: TrainingJob) => void)[] = []
  let nextId = table.nextId

  const join = ({ tuning, request }: TrainingJob) => {
    if (!tuning) return
    const family = families.get(tuning.tuningJob) ?? new Set()
    families.set(tuning.tuningJob, family.add(request.TrainingJobName))
  }
  byName.forEach(join)
  const set = (job: TrainingJob) => {
    byName.set(nameOf(job), job)
    listeners.forEach((listener) => listener(job))
  }

  return {
    byName: (name) => byName.get(name),
    byArn: (arn) => {
      const job = byName.get(arn.slice(arn.indexOf('/') + 1))
      return job?.arn === arn ? job : undefined
    },
    all: () => byName.values(),
    childrenOf: (tuningJob) =>
      [...(families.get(tuningJob) ?? [])].map((name) => byName.get(name)).filter((job) => job !== undefined),
    create: (request, now, tuning) => {
      const name = request.TrainingJobName
      const arn = arnOf(name)
      if (byName.has(name))
        throw resourceInUse(
          `Job name must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
        )
      const job = newTrainingJob(nextId, arn, request, now, tuning)
      durably(store, () => table.insert(job))
      nextId += 1
      join(job)
      set(job)
      return job
    },
    replace: (job) => {
      durably(store, () => table.update(job))
      set(job)
    },
    note: set,
    remove: (job) => {
      durably(store, () => table.remove(job))
      byName.delete(nameOf(job))
      if (job.tuning) families.get(job.tuning.tuningJob)?.delete(nameOf(job))
    },
    watch: (listener) => void listeners.push(listener),
  }
}
