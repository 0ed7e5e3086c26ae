/** The training jobs of a tuning job as the tuner sees them: objective values, counters, the best of them. */
import { isTerminal } from '../training-job/record.js'
import type { TrainingJob } from '../training-job/record.js'
import { definitionsOf } from './request.js'
import type { CreateTuningJobRequest, TuningObjective } from './request.js'

/** ObjectiveStatus of the API. */
export type ObjectiveStatus = 'Succeeded' | 'Pending' | 'Failed'

/** A child that ended with an objective. */
export interface Valued {
  readonly job: TrainingJob
  readonly value: number
}

/** Returns the latest objective of a job that has ended without failing; one that failed is not evaluated. */
export function finalObjective(job: TrainingJob): number | undefined {
  if (!isTerminal(job) || job.status === 'Failed' || !job.tuning) return undefined
  const { objective } = job.tuning
  return job.metrics.find(({ name }) => name === objective)?.value
}

/** Returns whether the objective of a job has been evaluated. */
export function objectiveStatus(job: TrainingJob): ObjectiveStatus {
  if (!isTerminal(job)) return 'Pending'
  return finalObjective(job) === undefined ? 'Failed' : 'Succeeded'
}

/** Returns TrainingJobStatusCounters. Nothing is retried here: every failure is the algorithm's. */
export function statusCounters(children: readonly TrainingJob[]) {
  const count = (...statuses: readonly string[]) => children.filter(({ status }) => statuses.includes(status)).length
  return {
    Completed: count('Completed'),
    InProgress: count('InProgress', 'Stopping'),
    RetryableError: 0,
    NonRetryableError: count('Failed'),
    Stopped: count('Stopped'),
  }
}

/** Returns ObjectiveStatusCounters. */
export function objectiveCounters(children: readonly TrainingJob[]) {
  const count = (wanted: ObjectiveStatus) => children.filter((job) => objectiveStatus(job) === wanted).length
  return { Succeeded: count('Succeeded'), Pending: count('Pending'), Failed: count('Failed') }
}

/**
 * Returns the objective that all definitions share, or undefined if they differ: the values of different metrics
 * are not compared.
 */
export function sharedObjective(request: CreateTuningJobRequest): TuningObjective | undefined {
  const [first, ...others] = definitionsOf(request).map(({ objective }) => objective)
  const same = others.every((each) => each.Type === first?.Type && each.MetricName === first.MetricName)
  return same ? first : undefined
}

/**
 * Returns the child with the best objective, the earliest of equals: of those that completed, for BestTrainingJob is "the
 * training job that completed with the best current HyperParameterTuningJobObjective".
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeHyperParameterTuningJob.html
 */
export function bestTrial(request: CreateTuningJobRequest, children: readonly TrainingJob[]): Valued | undefined {
  const objective = sharedObjective(request)
  if (!objective) return undefined
  const completed = children.filter(({ status }) => status === 'Completed')
  return valued(completed).reduce<Valued | undefined>(
    (best, each) => (best && !isBetter(objective.Type, each.value, best.value) ? best : each),
    undefined,
  )
}

/** Returns whether one objective is better than another. */
export const isBetter = (type: TuningObjective['Type'], value: number, other: number) =>
  type === 'Minimize' ? value < other : value > other

/** Returns the children that have an objective, in the order in which they ended. */
export function inOrderOfEnd(children: readonly TrainingJob[]): readonly Valued[] {
  const ended = ({ trainingEndTime = 0 }: TrainingJob) => trainingEndTime
  return [...valued(children)].sort((a, b) => ended(a.job) - ended(b.job) || a.job.id - b.job.id)
}

function valued(children: readonly TrainingJob[]): readonly Valued[] {
  return children.flatMap((job) => {
    const value = finalObjective(job)
    return value === undefined ? [] : [{ job, value }]
  })
}
