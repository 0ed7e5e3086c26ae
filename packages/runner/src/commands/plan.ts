/** `assay plan FILE`: what a run would create, and what is there already. */

import type { Plan } from '@assay/core'

import { missingBackend } from '../target/backend.js'
import { costLines } from '../show/cost-lines.js'
import { columnTable } from '../data/described-data.js'
import { learnDonors } from '../jobs/donor-state.js'
import type { ExitCode } from '../base/failure.js'
import { donorsMissing } from '../jobs/missing-donors.js'
import { openTarget } from '../target/open-target.js'
import { readOverrides } from '../prepare/override.js'
import { armsOf, partOf, plannedJobs } from '../jobs/planned-jobs.js'
import { planCost } from '../show/plan-cost.js'
import { planTable, type Standings } from '../show/plan-table.js'
import { prepare, type Prepared } from '../prepare/prepare.js'
import { type Known, recallPrepared } from '../prepare/recall.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'
import { hasJobs, stateFolder } from '../target/state-folder.js'
import { kindOf } from '../jobs/kinds/kinds.js'
import { withParents } from '../jobs/with-parents.js'
import type { Surroundings } from './command.js'
import { noteParents } from './note-parents.js'
import { noteWarnings } from './note-warnings.js'

/** The flags of `assay plan`. */
export interface PlanFlags {
  readonly set: readonly string[]
  readonly verbose?: boolean
  readonly json?: boolean
  readonly check?: boolean
  readonly retry?: boolean
}

/** Prints the plan. With `--check`, returns 1 if something is to be created, waits for results, or failed. */
export async function plan(
  file: string,
  refs: readonly string[],
  flags: PlanFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const prepared = await prepare(file, { settings, overrides: readOverrides(flags.set) })
  const retry = flags.retry === true
  const known = await recallKnown(prepared, { refs, retry, workingFolder: settings.workingFolder })
  const { standings } = known
  const wanted = withParents(known.plan, refs)
  const picked = partOf(known.plan, wanted)
  noteWarnings({ ...prepared, ...known }, terminal)
  noteParents(refs, wanted, terminal)
  const missing = missingBackend(settings)
  if (missing !== undefined) terminal.note(`A run here would be refused. ${missing}`)
  const cost = planCost(picked, { ...prepared, ...known, standings, now: Date.now() })
  if (flags.json === true) {
    terminal.out(JSON.stringify({ ...picked, standings: Object.fromEntries(standings), cost }, undefined, 2))
  } else {
    terminal.out(prepared.target.description)
    terminal.out(
      planTable(picked, standings, { ...prepared.experiment, color: terminal.color, verbose: flags.verbose === true }),
    )
    const costs = costLines(cost)
    if (costs.length > 0) terminal.out(costs.join('\n'))
    if (flags.verbose === true) for (const table of columnsOf(prepared)) terminal.out(table)
    if (flags.verbose === true) for (const step of picked.steps) terminal.out(JSON.stringify(step, undefined, 2))
  }
  return flags.check === true && isMissing(picked, standings) ? 1 : 0
}

/** Whether a part has no result and no running job. */
function isMissing(picked: Plan, standings: Standings): boolean {
  const isOrphan = armsOf(picked).some(({ arm }) => arm.jobNames.length === 0)
  const jobs = plannedJobs(picked, []).map(({ name }) => standings.get(name)?.kind ?? 'create')
  return isOrphan || picked.deferred.length > 0 || jobs.some((kind) => kind === 'create' || kind === 'failed')
}

/** Returns each table's columns with their inferred types. */
function columnsOf({ datasets }: Prepared): string[] {
  return datasets.flatMap(({ summary, columns }) => (columns ? [`${summary.name}\n${columnTable(columns)}\n`] : []))
}

/** The plan's results, and the status of each job. */
interface Recalled extends Known {
  readonly standings: Standings
}

interface Recalling {
  readonly refs: readonly string[]
  readonly retry: boolean
  readonly workingFolder: string
}

/** If no job has ever been run, no endpoint is started to find that out. */
async function recallKnown(prepared: Prepared, recalling: Recalling): Promise<Recalled> {
  const { retry, workingFolder } = recalling
  if (prepared.target.name === 'local' && !hasJobs(stateFolder(workingFolder))) {
    return judged({ ...prepared, searches: [], records: new Map() }, prepared, recalling, undefined)
  }
  const services = await openTarget(prepared.target, workingFolder)
  try {
    return await judged(await recallPrepared(prepared, services, retry), prepared, recalling, services.sagemaker)
  } finally {
    services.close()
  }
}

/** @throws UserError if a run would refuse the same: it would create a job whose donor has not completed. */
async function judged(
  known: Known,
  prepared: Prepared,
  { refs, retry }: Recalling,
  sagemaker: SageMaker | undefined,
): Promise<Recalled> {
  const standings = standingsOf(known, retry)
  const jobs = plannedJobs(known.plan, [], withParents(known.plan, refs))
  const toCreate = jobs.filter(({ name }) => standings.get(name)?.kind === 'create')
  const missing = await learnDonors({ jobs, toCreate }, new Map(known.records), sagemaker, () => false)
  if (missing.length > 0) throw donorsMissing(missing, prepared)
  return { ...known, standings }
}

function standingsOf({ plan, searches, records }: Known, retry: boolean): Standings {
  const existing = { jobs: new Map(records), searches: new Map(searches.map((record) => [record.name, record])) }
  const circumstances = { retries: retry ? Infinity : 0, hasWatched: () => false }
  const kinds = { create: 'create', adopt: 'running', done: 'done', failed: 'failed' } as const
  return new Map(
    plannedJobs(plan, []).map((job) => {
      const { kind } = kindOf(job).decide(job, existing, circumstances)
      const chain = kindOf(job)
        .names(job)
        .flatMap((name) => existing.searches.get(name) ?? [])
      const trials = chain.reduce((sum, record) => sum + record.trials.length, 0)
      return [job.name, { kind: kinds[kind], trials }]
    }),
  )
}
