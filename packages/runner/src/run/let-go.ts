/** What happens to the jobs when the user leaves a run. */

import type { Deferred } from '@assay/core'

import type { ExitCode } from '../base/failure.js'
import type { Interruption } from '../process/interruption.js'
import type { Outcome } from './rounds.js'
import { resourceKinds, type SageMaker } from '../sagemaker/resources/sagemaker.js'
import type { Terminal } from '../process/terminal.js'
import { statesOf, type WatchedJob } from './watch.js'

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
  { open, deferred }: Outcome,
  { file, experiment, sagemaker, interruption, terminal }: Leaving,
): Promise<ExitCode> {
  const states = await statesOf(open, sagemaker, experiment)
  const running = states.filter(({ isOver }) => !isOver).map(({ job }) => job)
  const them = running.length === 1 ? 'it' : 'them'
  terminal.note(`\n${goingOn(running, file)}${later(deferred)}`)
  if (running.length === 0) return interruption.exitCode()
  terminal.note(`Press Ctrl-C again within ${secondsToDecide} seconds to stop ${them} now.`)
  if (await interruption.again(secondsToDecide * 1000)) {
    await stopJobs(running, sagemaker)
    terminal.note(`Asked ${running.length === 1 ? '1 job' : `${running.length} jobs`} to stop.`)
  }
  return interruption.exitCode()
}

/** Says before an error that ends a run what it leaves running; nothing where it leaves nothing. */
export function abandoned(open: readonly WatchedJob[], file: string, terminal: Terminal): void {
  if (open.length > 0) terminal.note(goingOn(open, file))
}

function goingOn(open: readonly WatchedJob[], file: string): string {
  const [jobs, them] = inWords(open)
  return `${jobs} on without this program. "assay run ${file}" takes ${them} up again, "assay stop ${file}" stops ${them}.`
}

/** Says that the jobs go on, and what will not begin by itself. */
export function detached({ open, deferred }: Outcome, { file, terminal }: Leaving): ExitCode {
  const [jobs, them] = inWords(open)
  const how = `"assay status ${file}" shows ${them}, "assay run ${file}" waits for ${them}.`
  terminal.note(`${jobs} on without this program. ${how}${later(deferred)}`)
  return 0
}

function inWords({ length }: readonly WatchedJob[]): readonly [jobs: string, them: string] {
  return length === 1 ? ['1 job goes', 'it'] : [`${length} jobs go`, 'them']
}

/** Nothing on the service's side starts what waits for results: only another run does. */
function later(deferred: readonly Deferred[]): string {
  if (deferred.length === 0) return ''
  const parts = new Set(deferred.map(partText))
  return ` Not started, because results decide it: ${[...parts].join('; ')}. The next run starts it once they are there.`
}

/** Confirmations are of the stage that they wait for: its name alone would say that the search has not begun. */
function partText({ ref, stage, afterStages }: Deferred): string {
  const [, search] = /^(.+)\/top-\d+$/.exec(ref) ?? []
  return search === undefined ? `${stage} (after ${afterStages.join(', ')})` : `the confirmations of ${search}`
}

/** Asks every job to stop, those that start others first, so that they start no more; those that have ended stay as they are. */
export async function stopJobs(jobs: readonly WatchedJob[], sagemaker: SageMaker): Promise<void> {
  for (const kind of resourceKinds.toReversed()) {
    for (const job of jobs) if (job.kind === kind) await sagemaker[kind].stop(job.name)
  }
}
