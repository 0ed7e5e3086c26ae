/** What happens to the jobs when the user leaves a run. */

import type { Interruption } from './interruption.js'
import type { SageMaker } from './sagemaker.js'
import type { Terminal } from './terminal.js'

/** How long a second Ctrl-C is waited for. */
const secondsToDecide = 3

/** Says that the jobs go on and how to stop them; stops them when the user asks again. */
export async function letGo(
  inFlight: readonly string[],
  file: string,
  sagemaker: SageMaker,
  interruption: Interruption,
  terminal: Terminal,
): Promise<void> {
  const jobs = inFlight.length === 1 ? '1 job goes on' : `${inFlight.length} jobs go on`
  terminal.note(
    `\n${jobs} without this program. "assay run ${file}" takes them up again, "assay stop ${file}" stops them.`,
  )
  if (inFlight.length === 0) return
  terminal.note(`Press Ctrl-C again within ${secondsToDecide} seconds to stop them now.`)
  if (!(await interruption.again(secondsToDecide * 1000))) return
  await stopJobs(inFlight, sagemaker)
  terminal.note(`Asked ${inFlight.length === 1 ? '1 job' : `${inFlight.length} jobs`} to stop.`)
}

/** Asks every job to stop; those that have ended are left as they are. */
export async function stopJobs(jobNames: readonly string[], sagemaker: SageMaker): Promise<void> {
  for (const name of jobNames) await sagemaker.stop(name)
}
