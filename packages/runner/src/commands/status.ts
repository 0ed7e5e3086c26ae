/** `assay status FILE`: where the jobs stand. */

import { type JobRecord, parseAttempt, stepName } from '@assay/core'

import { aligned } from '../aligned.js'
import { hasFailed, latestAttempt } from '../attempts.js'
import { isTerminal } from '../events.js'
import type { ExitCode } from '../failure.js'
import { listenForInterruption } from '../interruption.js'
import { runsOf } from '../planned-jobs.js'
import { openProgress } from '../progress.js'
import { recall, type Recalled } from '../recall.js'
import { searchJobs } from '../search.js'
import { watch } from '../watch.js'
import type { Surroundings } from './command.js'

/** The flags of `assay status`. */
export interface StatusFlags {
  readonly follow?: boolean
  readonly json?: boolean
}

/** Prints each planned job and its state; with `--follow`, first waits until all that run have ended. */
export async function status(
  file: string,
  flags: StatusFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const recalled = await recall(file, settings)
  const { plan, services, target } = recalled
  try {
    if (flags.json !== true) terminal.note(target.description)
    const before = await searchJobs(services.sagemaker, plan.experiment.name)
    if (flags.follow === true) await follow(recalled, before, flags, { settings, terminal })
    const records = flags.follow === true ? await searchJobs(services.sagemaker, plan.experiment.name) : before
    const rows = statusRows(recalled, records)
    if (flags.json === true) for (const row of rows) terminal.out(JSON.stringify(row))
    else terminal.out(table(rows))
    return plan.steps.some((step) => hasFailed(stepName(step), records)) ? 1 : 0
  } finally {
    services.close()
  }
}

async function follow(
  { plan, services }: Recalled,
  records: ReadonlyMap<string, JobRecord>,
  flags: StatusFlags,
  { terminal }: Surroundings,
): Promise<void> {
  const running = [...records.values()].filter((record) => !isTerminal(record.status)).map(({ name }) => name)
  const progress = openProgress(plan, terminal, { json: flags.json === true })
  const interruption = listenForInterruption()
  const { pollInterval, sagemaker } = services
  const { signal } = interruption
  try {
    await progress.follow(watch(running, sagemaker, { experiment: plan.experiment.name, pollInterval, signal }))
  } finally {
    interruption.close()
    await progress.close()
  }
}

interface StatusRow {
  readonly ref: string
  readonly seed: number
  readonly job: string
  readonly attempt: number
  /** `Missing` where no such job was ever created. */
  readonly status: string
  readonly objective?: number
  readonly failureReason?: string
}

function statusRows({ plan }: Recalled, records: ReadonlyMap<string, JobRecord>): readonly StatusRow[] {
  return runsOf(plan).map(({ ref, seed, jobName }) => {
    const record = latestAttempt(jobName, records)?.record
    const objective = record?.metrics[plan.experiment.objective.metric]
    return {
      ref,
      seed,
      job: record?.name ?? jobName,
      attempt: parseAttempt(record?.name ?? jobName).attempt,
      status: record === undefined ? 'Missing' : isTerminal(record.status) ? record.status : record.secondaryStatus,
      ...(objective === undefined ? {} : { objective }),
      ...(record?.failureReason === undefined ? {} : { failureReason: record.failureReason }),
    }
  })
}

function table(rows: readonly StatusRow[]): string {
  const head = ['variant', 'seed', 'job', 'objective', 'status']
  const cells = rows.map(({ ref, seed, job, status, objective, failureReason }) => [
    ref,
    String(seed),
    job,
    objective === undefined ? '' : String(Number(objective.toPrecision(5))),
    failureReason === undefined ? status : `${status}: ${failureReason.split('\n', 1)[0] ?? ''}`,
  ])
  return aligned([head, ...cells], ['left', 'right', 'left', 'right', 'left']).join('\n')
}
