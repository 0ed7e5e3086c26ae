/** Detaches from jobs when the user leaves a run. */

import type { Deferred } from '@assay/core'

import type { ExitCode } from '../base/failure.js'
import type { Interruption } from '../process/interruption.js'
import type { Outcome } from './rounds.js'
import { resourceKinds, type SageMaker } from '../sagemaker/resources/sagemaker.js'
import type { Terminal } from '../process/terminal.js'
import { statesOf, type WatchedJob } from './watch.js'

/** Time to wait for a second Ctrl-C. */
const secondsToDecide = 3

/** The context of leaving. */
export interface Leaving {
  /** As given on the command line. */
  readonly file: string
  readonly experiment: string
  readonly sagemaker: SageMaker
  readonly interruption: Interruption
  readonly terminal: Terminal
}

/** Notes that the jobs keep running; stops them if the user interrupts again. Returns the exit code. */
export async function letGo(
  { open, deferred }: Outcome,
  { file, experiment, sagemaker, interruption, terminal }: Leaving,
): Promise<ExitCode> {
  const states = await statesOf(open, sagemaker, experiment)
  const running = states.filter(({ isOver }) => !isOver).map(({ job }) => job)
  const them = running.length === 1 ? 'it' : 'them'
  terminal.note(`\n${remaining(running, file)}${later(deferred)}`)
  if (running.length === 0) return interruption.exitCode()
  terminal.note(`Press Ctrl-C again within ${secondsToDecide} seconds to stop ${them} now.`)
  if (await interruption.again(secondsToDecide * 1000)) {
    await stopJobs(running, sagemaker)
    terminal.note(`Asked ${running.length === 1 ? '1 job' : `${running.length} jobs`} to stop.`)
  }
  return interruption.exitCode()
}

/** Before an error that ends a run: notes the jobs that keep running, if there are any. */
export function abandoned(open: readonly WatchedJob[], file: string, terminal: Terminal): void {
  if (open.length > 0) terminal.note(remaining(open, file))
}

function remaining(open: readonly WatchedJob[], file: string): string {
  const [jobs, them] = inWords(open)
  return `${jobs} running. "assay run ${file}" reattaches to ${them}, "assay stop ${file}" stops ${them}.`
}

/** Notes that the jobs keep running, and which parts do not start by themselves. */
export function detached({ open, deferred }: Outcome, { file, terminal }: Leaving): ExitCode {
  const [jobs, them] = inWords(open)
  const how = `"assay status ${file}" shows ${them}, "assay run ${file}" waits for ${them}.`
  terminal.note(`${jobs} running. ${how}${later(deferred)}`)
  return 0
}

function inWords({ length }: readonly WatchedJob[]): readonly [jobs: string, them: string] {
  return length === 1 ? ['1 job keeps', 'it'] : [`${length} jobs keep`, 'them']
}

/** Only another run starts parts that wait for results; the service does not. */
function later(deferred: readonly Deferred[]): string {
  if (deferred.length === 0) return ''
  const parts = new Set(deferred.map(partText))
  return ` Not started, because results decide it: ${[...parts].join('; ')}. The next run starts it when they are known.`
}

/** Confirmations belong to the stage that they wait for: its name alone would suggest that the search has not begun. */
function partText({ ref, stage, afterStages }: Deferred): string {
  const [, search] = /^(.+)\/top-\d+$/.exec(ref) ?? []
  return search === undefined ? `${stage} (after ${afterStages.join(', ')})` : `the confirmations of ${search}`
}

/** Asks every job to stop; those that start others come first, so that they start no more. */
export async function stopJobs(jobs: readonly WatchedJob[], sagemaker: SageMaker): Promise<void> {
  for (const kind of resourceKinds.toReversed()) {
    for (const job of jobs) if (job.kind === kind) await sagemaker[kind].stop(job.name)
  }
}
