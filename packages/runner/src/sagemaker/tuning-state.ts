/** A tuning job, as Search or Describe returns it → its progress. */

import type {
  DescribeHyperParameterTuningJobCommandOutput,
  HyperParameterTuningJobSearchEntity,
} from '@aws-sdk/client-sagemaker'
import type { TuningRecord } from '@assay/core'
import { rankTrials } from '@assay/core/internal'

import type { TuningState } from '../base/events.js'

/** Returns the state of a tuning job, from counters alone: its trials are not listed. */
export function tuningState(
  job: HyperParameterTuningJobSearchEntity | DescribeHyperParameterTuningJobCommandOutput,
): TuningState {
  const { TrainingJobStatusCounters: counters = {}, BestTrainingJob: best } = job
  const objective = best?.FinalHyperParameterTuningJobObjectiveMetric?.Value
  return stateOf({
    job: job.HyperParameterTuningJobName ?? '',
    status: job.HyperParameterTuningJobStatus ?? 'InProgress',
    trials: {
      completed: counters.Completed ?? 0,
      running: counters.InProgress ?? 0,
      stopped: counters.Stopped ?? 0,
      failed: (counters.RetryableError ?? 0) + (counters.NonRetryableError ?? 0),
    },
    maximumTrials: job.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs,
    best: objective === undefined ? undefined : { job: best?.TrainingJobName ?? '', objective },
    failureReason: job.FailureReason,
  })
}

/** Returns the state of a tuning job whose trials are known. */
export function recordedState(record: TuningRecord): TuningState {
  const { counters } = record
  return stateOf({
    job: record.name,
    status: record.status,
    trials: {
      completed: counters.completed,
      running: counters.inProgress,
      stopped: counters.stopped,
      failed: counters.retryableError + counters.nonRetryableError,
    },
    maximumTrials: record.maximumTrials,
    best: bestTrial(record),
    failureReason: record.failureReason,
  })
}

/** Returns the best completed trial; of two equal ones, the earlier. */
export function bestTrial({ trials, objective: { goal } }: TuningRecord): TuningState['best'] {
  const [best] = rankTrials(trials, goal)
  return best?.objective === undefined ? undefined : { job: best.jobName, objective: best.objective }
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined }

/** Returns the same keys in the same order for every source, without undefined ones. */
function stateOf(state: Omit<TuningState, Optional> & Loose<Pick<TuningState, Optional>>): TuningState {
  const { job, status, trials, maximumTrials, best, failureReason } = state
  return {
    job,
    status,
    trials,
    ...(maximumTrials === undefined ? {} : { maximumTrials }),
    ...(best === undefined ? {} : { best }),
    ...(failureReason === undefined ? {} : { failureReason }),
  }
}

type Optional = 'maximumTrials' | 'best' | 'failureReason'
