/** `assay plan FILE`: what a run would create, and what is there already. */

import { decide, latestAttempt } from '../attempts.js'
import type { ExitCode } from '../failure.js'
import { openTarget } from '../open-target.js'
import { readOverrides } from '../override.js'
import { partOf, plannedJobs } from '../planned-jobs.js'
import { type JobStanding, planTable } from '../plan-table.js'
import { prepare, type Prepared } from '../prepare.js'
import { searchJobs } from '../search.js'
import { hasJobs, stateFolder } from '../state-folder.js'
import type { Surroundings } from './command.js'
import { noteWarnings } from './note-warnings.js'

/** The flags of `assay plan`. */
export interface PlanFlags {
  readonly set: readonly string[]
  readonly verbose?: boolean
  readonly json?: boolean
  readonly check?: boolean
}

/** Prints the plan. With `--check`, answers no when a run would create something. */
export async function plan(
  file: string,
  refs: readonly string[],
  flags: PlanFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const prepared = await prepare(file, { settings, overrides: readOverrides(flags.set) })
  const picked = partOf(prepared.plan, plannedJobs(prepared.plan, prepared.variants, refs))
  noteWarnings(prepared, terminal)
  if (flags.json === true) {
    terminal.out(JSON.stringify(picked, undefined, 2))
    if (flags.check !== true) return 0
  }
  const standings = await findStandings(prepared, settings.workingFolder)
  if (flags.json !== true) {
    terminal.out(prepared.target.description)
    terminal.out(planTable(picked, standings, { color: terminal.color, verbose: flags.verbose === true }))
    if (flags.verbose === true) for (const step of picked.steps) terminal.out(JSON.stringify(step, undefined, 2))
  }
  const isEmpty = picked.steps.every(({ input }) => standings.get(input.TrainingJobName ?? '') === 'done')
  return flags.check === true && !isEmpty ? 1 : 0
}

/** Where no job has ever been run, nothing is started to find that out. */
async function findStandings(
  { plan, target }: Prepared,
  workingFolder: string,
): Promise<ReadonlyMap<string, JobStanding>> {
  if (target.name === 'local' && !hasJobs(stateFolder(workingFolder))) return new Map()
  const services = await openTarget(target, workingFolder)
  try {
    const records = await searchJobs(services.sagemaker, plan.experiment.name)
    return new Map(
      plan.steps.map(({ input }) => {
        const name = input.TrainingJobName ?? ''
        const { kind } = decide(name, records, 0)
        return [name, latestAttempt(name, records) === undefined ? 'create' : kind === 'adopt' ? 'running' : kind]
      }),
    )
  } finally {
    services.close()
  }
}
