/** One row a job, for spreadsheets and data frames. */

import type { JobRow, Report } from '../report/report.js'

/** Returns CSV (RFC 4180) of all jobs, trials included. `in_plan` is false for jobs that the plan no longer needs. */
export function renderCsv({ experiment, jobs, retired }: Report): string {
  const metrics = [...new Set(jobs.flatMap((job) => Object.keys(job.metrics)))]
    .filter((name) => name !== 'objective')
    .sort()
  const hyperparameters = [...new Set(jobs.flatMap((job) => Object.keys(job.hyperparameters)))].sort()
  const head = [
    'experiment',
    'job',
    'in_plan',
    'variants',
    'seed',
    'status',
    'reason',
    'objective',
    ...metrics.map((name) => `metric.${name}`),
    ...hyperparameters.map((name) => `hyperparameter.${name}`),
    'selected_epoch',
    'training_seconds',
    'billable_seconds',
    'instance_type',
    'created_at',
    'ended_at',
    'model_uri',
    'search',
    'trial',
    'stopped_early',
  ]
  const planned = jobs.map((job) => [
    experiment.name,
    job.name,
    true,
    job.variants.join(' '),
    job.seed,
    job.status,
    job.reason,
    job.objective,
    ...metrics.map((name) => job.metrics[name]),
    ...hyperparameters.map((name) => job.hyperparameters[name]),
    ...ending(job),
    job.trial?.search,
    job.trial?.number,
    job.trial?.stoppedEarly,
  ])
  const others = retired.map(({ name, variant, seed, status, objective }) =>
    [experiment.name, name, false, variant, seed, status, undefined, objective].concat(
      Array<undefined>(head.length - 8).fill(undefined),
    ),
  )
  return [head, ...planned, ...others].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function ending(job: JobRow): (string | number | undefined)[] {
  const { selectedEpoch, trainingSeconds, billableSeconds, instanceType, createdAt, endedAt, modelUri } = job
  return [selectedEpoch, trainingSeconds, billableSeconds, instanceType, createdAt, endedAt, modelUri]
}

/**
 * A text that starts like a formula gets an apostrophe in front: spreadsheets would run it. Numbers are left alone.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function field(value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
