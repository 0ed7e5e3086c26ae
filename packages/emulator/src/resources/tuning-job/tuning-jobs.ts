/** All tuning jobs in memory, in step with the disk: the disk first, always. */
import { durably } from '../../state/durably.js'
import { resourceInUse, resourceNotFound } from '../../protocol/errors.js'
import type { Store } from '../../state/store.js'
import { newTuningJob, tuningNameOf } from './record.js'
import type { TuningJob } from './record.js'
import type { CreateTuningJobRequest } from './request.js'
import type { Inherited } from './warm-start.js'

/** The registry of tuning jobs. Their names are not case-sensitive, as the service says. */
export interface TuningJobs {
  byName(name: string): TuningJob | undefined
  /** As byName, but a job that is not there is the service's ResourceNotFound. */
  get(name: string): TuningJob
  byId(id: number): TuningJob | undefined
  byArn(arn: string): TuningJob | undefined
  /** In the order in which they were created. */
  all(): IterableIterator<TuningJob>
  /** Throws ResourceInUse if the name is taken. */
  checkName(name: string): void
  create(request: CreateTuningJobRequest, seed: number, inherited: Inherited, now: number): TuningJob
  /** Durable when it returns. */
  replace(job: TuningJob): void
  remove(job: TuningJob): void
}

/** Reads a store's tuning jobs into memory. `arnOf` makes the ARN of a new job from its name. */
export function loadTuningJobs(store: Store, arnOf: (name: string) => string): TuningJobs {
  const table = store.tuningJobs
  const byId = new Map(table.records.map((job) => [job.id, job]))
  const ids = new Map(table.records.map((job) => [keyOf(tuningNameOf(job)), job.id]))
  let nextId = table.nextId

  const byName = (name: string) => {
    const id = ids.get(keyOf(name))
    return id === undefined ? undefined : byId.get(id)
  }
  const checkName = (name: string) => {
    const other = byName(name)
    if (!other) return
    throw resourceInUse(
      `Hyperparameter tuning job names must be unique within an AWS account and region, and a hyperparameter tuning job with this name already exists (${other.arn})`,
    )
  }

  return {
    byName,
    get: (name) => {
      const job = byName(name)
      if (!job)
        throw resourceNotFound(
          `Amazon SageMaker can't find a tuning job called ${name}. Enter a hyperparameter tuning job name that exists, and try your request again.`,
        )
      return job
    },
    byId: (id) => byId.get(id),
    byArn: (arn) => {
      const job = byName(arn.slice(arn.indexOf('/') + 1))
      return job?.arn === arn ? job : undefined
    },
    all: () => byId.values(),
    checkName,
    create: (request, seed, inherited, now) => {
      const name = request.HyperParameterTuningJobName
      checkName(name)
      const job = newTuningJob(request, { id: nextId, arn: arnOf(name), seed, inherited, now })
      durably(store, () => table.insert(job))
      nextId += 1
      byId.set(job.id, job)
      ids.set(keyOf(name), job.id)
      return job
    },
    replace: (job) => {
      durably(store, () => table.update(job))
      byId.set(job.id, job)
    },
    remove: (job) => {
      durably(store, () => table.remove(job))
      byId.delete(job.id)
      ids.delete(keyOf(tuningNameOf(job)))
    },
  }
}

const keyOf = (name: string) => name.toLowerCase()
