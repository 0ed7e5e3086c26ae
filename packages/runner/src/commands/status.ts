/** `assay status FILE`: the state of the jobs. */

import { isTerminal } from '../base/events.js'
import type { ExitCode } from '../base/failure.js'
import { listenForInterruption } from '../process/interruption.js'
import { openProgress } from '../show/progress.js'
import { recall, type Recalled } from '../prepare/recall.js'
import { statusRows, statusTable } from '../show/status-rows.js'
import { openWatch } from '../run/watch.js'
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
  const { services, target, again } = recalled
  try {
    if (flags.json !== true) terminal.note(target.description)
    if (flags.follow === true) await follow(recalled, flags, { settings, terminal })
    const rows = statusRows(flags.follow === true ? await again() : recalled)
    if (flags.json === true) for (const row of rows) terminal.out(JSON.stringify(row))
    else terminal.out(statusTable(rows))
    return rows.some(({ isFailed }) => isFailed) ? 1 : 0
  } finally {
    services.close()
  }
}

async function follow(
  { plan, searches, records, services }: Recalled,
  flags: StatusFlags,
  { terminal }: Surroundings,
): Promise<void> {
  const progress = await openProgress(plan, terminal, { json: flags.json === true })
  const interruption = listenForInterruption()
  const { pollInterval, sagemaker } = services
  const { signal } = interruption
  const watch = openWatch(sagemaker, { experiment: plan.experiment.name, pollInterval, signal })
  for (const { name, status } of searches) if (!isTerminal(status)) watch.add({ kind: 'tuning', name })
  for (const { name, status, tuningJobArn } of records.values()) {
    if (!isTerminal(status) && tuningJobArn === undefined) watch.add({ kind: 'training', name })
  }
  try {
    await progress.follow(watch.follow())
  } finally {
    interruption.close()
    await progress.close()
  }
}
