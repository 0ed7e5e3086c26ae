/** All jobs in memory, for Search and List, in step with the disk: the disk first, always. */
import { internalFailure, resourceInUse } from './errors.js'
import type { Store } from './store.js'
import { nameOf, newTrainingJob } from './training-job.js'
import type { TrainingJob } from './training-job.js'
import type { CreateTrainingJobRequest } from './create-request.js'

/** The registry of training jobs. */
export interface Jobs {
  byName(name: string): TrainingJob | undefined
  byArn(arn: string): TrainingJob | undefined
  /** In the order in which they were created. */
  all(): IterableIterator<TrainingJob>
  create(request: CreateTrainingJobRequest, now: number): TrainingJob
  /** Durable when it returns. */
  replace(job: TrainingJob): void
  /** In memory only, for what a crash may lose: metrics between two writes. */
  note(job: TrainingJob): void
  remove(job: TrainingJob): void
}

/** Reads a store's jobs into memory. `arnOf` makes the ARN of a new job from its name. */
export function loadJobs(store: Store, arnOf: (name: string) => string): Jobs {
  const byName = new Map(store.jobs.map((job) => [nameOf(job), job]))
  let nextId = store.nextId
  return {
    byName: (name) => byName.get(name),
    byArn: (arn) => {
      const job = byName.get(arn.slice(arn.indexOf('/') + 1))
      return job?.arn === arn ? job : undefined
    },
    all: () => byName.values(),
    create: (request, now) => {
      const name = request.TrainingJobName
      const arn = arnOf(name)
      if (byName.has(name))
        throw resourceInUse(
          `Job name must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
        )
      const job = newTrainingJob(nextId, arn, request, now)
      durably(store, () => store.insert(job))
      nextId += 1
      byName.set(name, job)
      return job
    },
    replace: (job) => {
      durably(store, () => store.update(job))
      byName.set(nameOf(job), job)
    },
    note: (job) => void byName.set(nameOf(job), job),
    remove: (job) => {
      durably(store, () => store.remove(job))
      byName.delete(nameOf(job))
    },
  }
}

function durably(store: Store, write: () => void) {
  try {
    write()
  } catch (error) {
    throw internalFailure(
      `The state could not be written to "${store.file}": ${(error as Error).message}. Nothing was changed.`,
    )
  }
}
