/** `assay plan FILE`: what a run would create, and what is there already. */

import { stepName } from '@assay/core'

import { decide } from '../attempts.js'
import { columnTable } from '../data/described-data.js'
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
    if (flags.verbose === true) for (const table of columnsOf(prepared)) terminal.out(table)
    if (flags.verbose === true) for (const step of picked.steps) terminal.out(JSON.stringify(step, undefined, 2))
  }
  const creates = picked.steps.some((step) => (standings.get(stepName(step)) ?? 'create') === 'create')
  return flags.check === true && creates ? 1 : 0
}

/** Of each table: its columns with the types that were inferred. */
function columnsOf({ datasets }: Prepared): string[] {
  return datasets.flatMap(({ summary, columns }) => (columns ? [`${summary.name}\n${columnTable(columns)}\n`] : []))
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
    const decisions = { create: 'create', adopt: 'running', done: 'done', failed: 'failed' } as const
    return new Map(
      plan.steps.map((step) => {
        const name = stepName(step)
        return [name, decisions[decide(name, records, 0).kind]]
      }),
    )
  } finally {
    services.close()
  }
}
