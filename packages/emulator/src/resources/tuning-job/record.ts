/** A tuning job as it is kept, and the only ways in which it may change state. Pure: the time comes in. */
import type { Tag } from '../../state/tags.js'
import type { CreateTuningJobRequest } from './request.js'
import type { Inherited } from './warm-start.js'

/** The values of the API's HyperParameterTuningJobStatus that a local job can have. */
export type TuningStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped'

/** The end of a tuning job, decided once: from then on it starts no more training jobs. */
export interface Ending {
  readonly status: 'Completed' | 'Failed' | 'Stopped'
  /** Whether running training jobs are stopped or may finish. */
  readonly children: 'stop' | 'finish'
  readonly failureReason?: string
}

/**
 * Everything kept about a tuning job. Times in milliseconds since the epoch. Counters, the best training job and the
 * history are not here: they are read from its training jobs, so that they cannot disagree with them.
 */
export interface TuningJob {
  readonly id: number
  readonly arn: string
  readonly request: CreateTuningJobRequest
  readonly tags: readonly Tag[]
  readonly status: TuningStatus
  /** RandomSeed, or one that was drawn when the job was created. */
  readonly seed: number
  /** The parents' results as they were when the job was created. */
  readonly inherited: Inherited
  readonly creationTime: number
  readonly lastModifiedTime: number
  readonly endTime?: number
  readonly ending?: Ending
  readonly failureReason?: string
}

/** Completed, Failed and Stopped never change again. */
export const isTuningEnded = (job: TuningJob) => job.status !== 'InProgress' && job.status !== 'Stopping'

/** The name it was created with. */
export const tuningNameOf = (job: TuningJob) => job.request.HyperParameterTuningJobName

/** The values of a new tuning job that are not in its request. */
export interface TuningOrigin {
  readonly id: number
  readonly arn: string
  readonly seed: number
  readonly inherited: Inherited
  readonly now: number
}

/** Returns the job that a request makes: InProgress, without a training job yet. */
export function newTuningJob(request: CreateTuningJobRequest, { now, ...origin }: TuningOrigin): TuningJob {
  const { Tags: tags = [], ...rest } = request
  return { ...origin, request: rest, tags, status: 'InProgress', creationTime: now, lastModifiedTime: now }
}

/** Returns the job with its end decided. The first decision stays. */
export function endTuning(job: TuningJob, ending: Ending, now: number): TuningJob {
  return job.ending || isTuningEnded(job) ? job : { ...touched(job, now), ending }
}

/** Returns the job as StopHyperParameterTuningJob leaves it: Stopping, with its training jobs to stop. */
export function stopTuning(job: TuningJob, now: number): TuningJob {
  if (isTuningEnded(job)) throw new Error(`Tuning job "${tuningNameOf(job)}" has ended.`)
  return { ...touched(job, now), status: 'Stopping', ending: { status: 'Stopped', children: 'stop' } }
}

/** Returns the job in its last state, once none of its training jobs runs any more. */
export function finishTuning(job: TuningJob, now: number): TuningJob {
  const { ending, ...rest } = touched(job, now)
  if (!ending) throw new Error(`Tuning job "${tuningNameOf(job)}" has no end to come to.`)
  const { status, failureReason } = ending
  return { ...rest, status, endTime: rest.lastModifiedTime, ...(failureReason === undefined ? {} : { failureReason }) }
}

/** Time does not run backwards in a job, even if the machine's clock does. */
function touched(job: TuningJob, now: number): TuningJob {
  return { ...job, lastModifiedTime: Math.max(now, job.lastModifiedTime) }
}
