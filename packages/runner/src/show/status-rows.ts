/** The status of each part of a plan, a row each. */

import type { JobRecord, Plan, TuningRecord } from '@assay/core'
import { parseAttempt, shortestFloat32 } from '@assay/core/internal'

import { aligned } from '../base/aligned.js'
import { latestAttempt } from '../jobs/attempts.js'
import { isTerminal } from '../base/events.js'
import { armsOf, runsOf } from '../jobs/planned-jobs.js'
import { rateTests } from '../jobs/rate-tests.js'
import type { Known } from '../prepare/recall.js'
import { trialsText } from './search-summary.js'
import { bestTrial, recordedState } from '../sagemaker/tuning-state.js'
import { hasAnswered } from '../jobs/tuning-decision.js'

/** One job of a plan, or a part that waits for results. */
export interface StatusRow {
  readonly ref: string
  /** Of a training job. */
  readonly seed?: number
  readonly job?: string
  readonly attempt?: number
  /** `Missing` if no such job was ever created; `Deferred` if results decide what it will be. */
  readonly status: string
  /** Of a search: its trials by state, and their maximum. */
  readonly trials?: string
  /** As the report writes it. */
  readonly objective?: number
  readonly failureReason?: string
  /** Stages whose results are waited for. */
  readonly after?: readonly string[]
  readonly isFailed: boolean
}

/** Returns a row for each link of each search, each run, each part that is not known yet, and each test of learning rates. */
export function statusRows({ plan, searches, records }: Known): readonly StatusRow[] {
  return [
    ...searchRows(plan, new Map(searches.map((record) => [record.name, record]))),
    ...runRows(plan, records),
    ...plan.deferred.map(({ ref, afterStages }) => ({
      ref,
      status: 'Deferred',
      after: afterStages,
      isFailed: false,
    })),
    ...testRows(records),
  ]
}

/** No result depends on them: that one has failed is no failure of the experiment. */
function testRows(records: ReadonlyMap<string, JobRecord>): readonly StatusRow[] {
  return rateTests(records).map(({ ref, seed, record }) => ({
    ref,
    seed,
    job: record.name,
    attempt: parseAttempt(record.name).attempt,
    status: statusOf(record),
    ...(record.failureReason === undefined ? {} : { failureReason: record.failureReason }),
    isFailed: false,
  }))
}

function statusOf({ status, secondaryStatus }: JobRecord): string {
  return isTerminal(status) ? status : secondaryStatus
}

function searchRows(plan: Plan, records: ReadonlyMap<string, TuningRecord>): readonly StatusRow[] {
  return armsOf(plan).flatMap(({ arm }) =>
    arm.jobNames.map((job): StatusRow => {
      const record = records.get(job)
      if (record === undefined) return { ref: arm.ref, job, status: 'Missing', isFailed: false }
      const best = bestTrial(record)
      const isLast = job === arm.jobNames.at(-1)
      return {
        ref: arm.ref,
        job,
        status: record.status,
        trials: trialsText(recordedState(record)),
        ...(best === undefined ? {} : { objective: shortestFloat32(best.objective) }),
        ...(record.failureReason === undefined ? {} : { failureReason: record.failureReason }),
        isFailed: isLast && isTerminal(record.status) && !hasAnswered(arm, records),
      }
    }),
  )
}

function runRows(plan: Plan, records: ReadonlyMap<string, JobRecord>): readonly StatusRow[] {
  return runsOf(plan).map(({ ref, seed, jobName }): StatusRow => {
    const record = latestAttempt(jobName, records)?.record
    const objective = record?.metrics[plan.experiment.objective.metric]
    return {
      ref,
      seed,
      job: record?.name ?? jobName,
      attempt: parseAttempt(record?.name ?? jobName).attempt,
      status: record === undefined ? 'Missing' : statusOf(record),
      ...(objective === undefined ? {} : { objective: shortestFloat32(objective) }),
      ...(record?.failureReason === undefined ? {} : { failureReason: record.failureReason }),
      isFailed: record !== undefined && isTerminal(record.status) && record.status !== 'Completed',
    }
  })
}

/** Returns the rows as a table for people. */
export function statusTable(rows: readonly StatusRow[]): string {
  const head = ['variant', 'seed', 'job', 'objective', 'status']
  const cells = rows.map((row) => [
    row.ref,
    row.seed === undefined ? '' : String(row.seed),
    row.job ?? '',
    row.objective === undefined ? '' : String(Number(row.objective.toPrecision(5))),
    statusText(row),
  ])
  return aligned([head, ...cells], ['left', 'right', 'left', 'right', 'left']).join('\n')
}

function statusText({ status, trials, failureReason, after }: StatusRow): string {
  if (after !== undefined) return `(known after ${after.join(', ')})`
  const standing = trials === undefined ? status : `${status}, ${trials}`
  return failureReason === undefined ? standing : `${standing}: ${failureReason.split('\n', 1)[0] ?? ''}`
}
