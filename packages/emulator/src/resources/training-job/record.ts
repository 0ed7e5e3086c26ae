/** A training job as it is kept, and the only ways in which it may change state. Pure: the time comes in. */
import type { Tag } from '../../state/tags.js'
import type { Metric } from '../../processes/metrics.js'
import type { ProcessIdentity } from '../../processes/process-identity.js'
import type { CreateTrainingJobRequest } from './request.js'
import type { Assignment } from '../../tuning/space/space.js'

/** TrainingJobStatus of the API. */
export type Status = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped'

/** The values of the API's SecondaryStatus that a local job can have. */
export type SecondaryStatus =
  | 'Starting'
  | 'Downloading'
  | 'Training'
  | 'Uploading'
  | 'Interrupted'
  | 'Stopping'
  | 'Completed'
  | 'Failed'
  | 'Stopped'
  | 'MaxRuntimeExceeded'
  | 'MaxWaitTimeExceeded'

/** One row of SecondaryStatusTransitions; times in milliseconds since the epoch. */
export interface Transition {
  readonly status: SecondaryStatus
  readonly startTime: number
  readonly endTime?: number
  readonly message: string
}

/** The end of a job's process. Kept so that an interrupted upload can finish without another run. */
export interface ProcessExit {
  readonly code: number
  readonly outcome: 'exited' | StopOutcome
}

/** Why a job is being stopped, as the secondary status that it ends in. */
export type StopOutcome = 'Stopped' | 'MaxRuntimeExceeded' | 'MaxWaitTimeExceeded'

/** Data of a training job that a tuning job started. */
export interface TunedBy {
  /** The tuning job's number here, which a later one of the same name does not share. */
  readonly tuningJob: number
  /** TuningJobArn. */
  readonly arn: string
  /** Which of the tuning job's training jobs it is, from 0. */
  readonly index: number
  /** Which of the tuning job's definitions it is made from, from 0. */
  readonly definition: number
  /** TunedHyperParameters. */
  readonly assignment: Assignment
  /** The name of the metric that is tuned. */
  readonly objective: string
  /** The objective after each epoch, kept if early stopping or Hyperband reads it. */
  readonly curve?: readonly number[]
}

/** Everything kept about a training job. Times in milliseconds since the epoch, durations in milliseconds. */
export interface TrainingJob {
  readonly id: number
  readonly arn: string
  readonly request: CreateTrainingJobRequest
  readonly tags: readonly Tag[]
  readonly status: Status
  readonly secondaryStatus: SecondaryStatus
  readonly transitions: readonly Transition[]
  readonly creationTime: number
  readonly lastModifiedTime: number
  readonly trainingStartTime?: number
  readonly trainingEndTime?: number
  readonly metrics: readonly Metric[]
  readonly failureReason?: string
  /** How often its process has started; more than one means that it was Interrupted. */
  readonly attempts: number
  /** The part of MaxRuntimeInSeconds that earlier attempts have used. */
  readonly ranBefore: number
  readonly process?: ProcessIdentity
  readonly exit?: ProcessExit
  readonly tuning?: TunedBy
}

const next: Readonly<Record<SecondaryStatus, readonly SecondaryStatus[]>> = {
  Starting: ['Downloading', 'Stopping', 'Failed', 'Interrupted'],
  Downloading: ['Training', 'Stopping', 'Failed', 'Interrupted'],
  Training: ['Uploading', 'Stopping', 'Failed', 'Interrupted'],
  Uploading: ['Completed', 'Stopping', 'Failed', 'Interrupted'],
  Interrupted: ['Starting', 'Stopping'],
  Stopping: ['Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded', 'Completed', 'Failed'],
  Completed: [],
  Failed: [],
  Stopped: [],
  MaxRuntimeExceeded: [],
  MaxWaitTimeExceeded: [],
}

const messages: Readonly<Record<SecondaryStatus, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Interrupted: 'Training job interrupted: the local endpoint went away while it was running',
  Stopping: 'Stopping the training job',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
  MaxWaitTimeExceeded: 'Training job wait time exceeded MaxWaitTimeInSeconds provided',
}

const statusOf: Readonly<Record<SecondaryStatus, Status>> = {
  Starting: 'InProgress',
  Downloading: 'InProgress',
  Training: 'InProgress',
  Uploading: 'InProgress',
  Interrupted: 'InProgress',
  Stopping: 'Stopping',
  Completed: 'Completed',
  Failed: 'Failed',
  Stopped: 'Stopped',
  MaxRuntimeExceeded: 'Stopped',
  MaxWaitTimeExceeded: 'Stopped',
}

/** Completed, Failed and Stopped never change again. */
export const isTerminal = (job: TrainingJob) => job.status !== 'InProgress' && job.status !== 'Stopping'

/** The name it was created with. */
export const nameOf = (job: TrainingJob) => job.request.TrainingJobName

/** Returns the job that a request makes: Starting, waiting for its turn. */
export function newTrainingJob(
  id: number,
  arn: string,
  request: CreateTrainingJobRequest,
  now: number,
  tuning?: TunedBy,
): TrainingJob {
  const { Tags: tags = [], ...rest } = request
  return {
    id,
    arn,
    request: rest,
    tags,
    status: 'InProgress',
    secondaryStatus: 'Starting',
    transitions: [{ status: 'Starting', startTime: now, message: messages.Starting }],
    creationTime: now,
    lastModifiedTime: now,
    metrics: [],
    attempts: 0,
    ranBefore: 0,
    ...(tuning ? { tuning } : {}),
  }
}

/** Fields that may change together with the state. */
export type Details = Partial<Pick<TrainingJob, 'failureReason' | 'process' | 'exit' | 'attempts' | 'ranBefore'>>

/** Returns the job in its next state; a step that the life cycle does not have is a bug of ours, not of the user. */
export function advance(
  job: TrainingJob,
  status: SecondaryStatus,
  now: number,
  details: Details = {},
  message = messages[status],
): TrainingJob {
  if (!next[job.secondaryStatus].includes(status))
    throw new Error(`Training job "${nameOf(job)}" cannot go from ${job.secondaryStatus} to ${status}.`)
  // Time does not run backwards in a job, even if the machine's clock does.
  const time = Math.max(now, job.lastModifiedTime)
  const advanced: TrainingJob = {
    ...job,
    ...details,
    status: statusOf[status],
    secondaryStatus: status,
    transitions: [...closeLast(job.transitions, time), transition(status, time, message)],
    lastModifiedTime: time,
    ...(status === 'Downloading' && job.trainingStartTime === undefined ? { trainingStartTime: time } : {}),
  }
  return isTerminal(advanced) ? { ...withoutProcess(advanced), trainingEndTime: time } : advanced
}

/** Returns the job with its latest metrics, and with its curve if it has one. */
export function withMetrics(
  job: TrainingJob,
  metrics: readonly Metric[],
  now: number,
  curve?: readonly number[],
): TrainingJob {
  const tuning = job.tuning && curve ? { tuning: { ...job.tuning, curve } } : {}
  return { ...job, metrics, ...tuning, lastModifiedTime: Math.max(now, job.lastModifiedTime) }
}

function closeLast(transitions: readonly Transition[], endTime: number): Transition[] {
  return transitions.map((each, index) => (index === transitions.length - 1 ? { ...each, endTime } : each))
}

function transition(status: SecondaryStatus, startTime: number, message: string): Transition {
  const terminal = next[status].length === 0
  return { status, startTime, ...(terminal ? { endTime: startTime } : {}), message }
}

function withoutProcess({ process: _process, exit: _exit, ...job }: TrainingJob): TrainingJob {
  return job
}
