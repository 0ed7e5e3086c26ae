/** What happens to the jobs when the user leaves a run. */

import { isTerminal } from './events.js'
import type { ExitCode } from './failure.js'
import type { Interruption } from './interruption.js'
import type { SageMaker } from './sagemaker.js'
import type { Terminal } from './terminal.js'
import { look } from './watch.js'

/** How long a second Ctrl-C is waited for. */
const secondsToDecide = 3

/** What leaving needs. */
export interface Leaving {
  /** As given on the command line. */
  readonly file: string
  readonly experiment: string
  readonly sagemaker: SageMaker
  readonly interruption: Interruption
  readonly terminal: Terminal
}

/** Says that the jobs go on and how to stop them; stops them when the user asks again. Returns the exit code. */
export async function letGo(
  watched: readonly string[],
  { file, experiment, sagemaker, interruption, terminal }: Leaving,
): Promise<ExitCode> {
  const records = await look(watched, sagemaker, experiment)
  const running = records.filter(({ status }) => !isTerminal(status)).map(({ name }) => name)
  const jobs = running.length === 1 ? '1 job goes on' : `${running.length} jobs go on`
  const again = `"assay run ${file}" takes them up again, "assay stop ${file}" stops them.`
  terminal.note(`\n${jobs} without this program. ${again}`)
  if (running.length === 0) return interruption.exitCode()
  terminal.note(`Press Ctrl-C again within ${secondsToDecide} seconds to stop them now.`)
  if (await interruption.again(secondsToDecide * 1000)) {
    await stopJobs(running, sagemaker)
    terminal.note(`Asked ${running.length === 1 ? '1 job' : `${running.length} jobs`} to stop.`)
  }
  return interruption.exitCode()
}

/** Asks every job to stop; those that have ended are left as they are. */
export async function stopJobs(jobNames: readonly string[], sagemaker: SageMaker): Promise<void> {
  for (const name of jobNames) await sagemaker.stop(name)
}
