/** A tuning job's trials with the training jobs behind them. */

import type { JobRecord, Trial, TuningDefinition, TuningRecord } from '@assay/core'
import { milliseconds, shortestFloat32 } from '@assay/core/internal'

import type { RunStatus } from '../report/report.js'
import type { SearchTrial } from '../report/search-report.js'

/** One trial and its training job. Times are milliseconds since 1970. */
export interface TrialRun extends Pick<
  SearchTrial,
  'jobName' | 'tuningJob' | 'definition' | 'status' | 'stoppedEarly' | 'reason' | 'hyperparameters' | 'objective'
> {
  readonly endedAt?: number
  readonly record?: JobRecord
  readonly trainingSeconds: number
  /** Absent if the job ran but its record has no billable time. */
  readonly billableSeconds?: number
}

/** Returns a tuning job's trials in the order of their creation. */
export function trialRuns(tuning: TuningRecord, records: ReadonlyMap<string, JobRecord>): TrialRun[] {
  const lastBegun = tuning.trials.reduce((last, { createdAt }) => Math.max(last, milliseconds(createdAt) ?? 0), 0)
  return tuning.trials.map((trial) => trialRun(trial, { tuning, lastBegun }, records.get(trial.jobName)))
}

/** A tuning job, and when it began its last trial. */
interface TuningJob {
  readonly tuning: TuningRecord
  readonly lastBegun: number
}

function trialRun(trial: Trial, { tuning, lastBegun }: TuningJob, record: JobRecord | undefined): TrialRun {
  const { jobName, definition, hyperparameters, startedAt, endedAt } = trial
  const value = trial.objective === undefined ? undefined : shortestFloat32(trial.objective)
  const objective = value !== undefined && Number.isFinite(value) ? value : undefined
  const lost = trial.status === 'Completed' && objective === undefined
  const ran = (milliseconds(endedAt) ?? 0) - (milliseconds(startedAt) ?? milliseconds(endedAt) ?? 0)
  const billableSeconds = record?.billableSeconds ?? (startedAt === undefined ? 0 : undefined)
  const ended = milliseconds(endedAt)
  const reason = lost
    ? 'It completed without a finite value of the objective.'
    : (trial.failureReason ?? record?.failureReason)
  return {
    jobName,
    tuningJob: tuning.name,
    ...(definition !== undefined && { definition }),
    status: lost ? 'failed' : statuses[trial.status],
    stoppedEarly: stoppedEarly(trial, { tuning, lastBegun }, record),
    ...(reason !== undefined && reason !== '' && { reason }),
    hyperparameters,
    ...(objective !== undefined && trial.status !== 'Failed' && { objective }),
    ...(ended !== undefined && { endedAt: ended }),
    ...(record && { record }),
    trainingSeconds: record?.trainingSeconds ?? Math.max(0, ran / 1000),
    ...(billableSeconds !== undefined && { billableSeconds }),
  }
}

const statuses: Readonly<Record<Trial['status'], RunStatus>> = {
  InProgress: 'running',
  Stopping: 'running',
  Completed: 'completed',
  Failed: 'failed',
  Stopped: 'stopped',
  Deleting: 'stopped',
}

/**
 * Returns whether the tuner stopped a trial because it did not look promising. SageMaker does not record who stopped a job.
 * It was not the tuner if early stopping is off, if the job or the search ran out of time, or if somebody stopped the search
 * and no trial began afterwards.
 */
function stoppedEarly(trial: Trial, { tuning, lastBegun }: TuningJob, record: JobRecord | undefined): boolean {
  if (trial.status !== 'Stopped' || !(tuning.earlyStopping || tuning.strategy === 'hyperband')) return false
  if (/^Max(Runtime|WaitTime)Exceeded$/.test(record?.secondaryStatus ?? '')) return false
  if (endedWithTime(trial, tuning)) return false
  if (tuning.status !== 'Stopped' && tuning.status !== 'Stopping') return true
  return lastBegun >= (milliseconds(trial.endedAt) ?? Infinity)
}

/** MaxRuntimeInSeconds of the search stops the trials that still run. */
function endedWithTime({ endedAt }: Trial, { createdAt, maximumSeconds }: TuningRecord): boolean {
  const [begin, end] = [milliseconds(createdAt), milliseconds(endedAt)]
  if (maximumSeconds === undefined || begin === undefined || end === undefined) return false
  return end >= begin + maximumSeconds * 1000
}

/** Returns the training definition that this name has in a tuning job. The only definition needs no name. */
export function definitionOf(tuning: TuningRecord, name: string | undefined): TuningDefinition | undefined {
  return tuning.definitions.length === 1
    ? tuning.definitions[0]
    : tuning.definitions.find((definition) => definition.name === name)
}
