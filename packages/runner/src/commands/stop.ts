/** `assay stop FILE [REF…]`: asks jobs to stop. */

import { parseAttempt } from '@assay/core'

import { isTerminal } from '../events.js'
import type { ExitCode } from '../failure.js'
import { stopJobs } from '../let-go.js'
import { plannedJobs } from '../planned-jobs.js'
import { recall } from '../recall.js'
import { searchJobs } from '../search.js'
import type { Surroundings } from './command.js'

/** Stops the picked jobs that run; without a REF, every job of the experiment that does, planned or not. */
export async function stop(
  file: string,
  refs: readonly string[],
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const { plan, services, target } = await recall(file, settings)
  try {
    terminal.note(target.description)
    const picked = new Set(plannedJobs(plan, [], refs).map(({ name }) => name))
    const records = await searchJobs(services.sagemaker, plan.experiment.name)
    const running = [...records.values()]
      .filter((record) => !isTerminal(record.status))
      .map(({ name }) => name)
      .filter((name) => refs.length === 0 || picked.has(parseAttempt(name).name))
    await stopJobs(running, services.sagemaker)
    terminal.out(`Asked ${running.length === 1 ? '1 job' : `${running.length} jobs`} to stop.`)
    return 0
  } finally {
    services.close()
  }
}
