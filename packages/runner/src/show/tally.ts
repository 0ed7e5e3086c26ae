/** How far a plan's jobs are, counted from events. */

import type { Plan, PlannedArm } from '@assay/core'
import { parseAttempt } from '@assay/core/internal'

import { isTerminal, type RunEvent, type TuningState } from '../base/events.js'
import { armsOf, type Run, runsOf } from '../jobs/planned-jobs.js'
import { searchSummary } from './search-summary.js'

type Standing = 'waiting' | 'running' | 'done' | 'failed' | 'skipped'

/** Counts jobs by how far they are; a job that two stages share counts in both. */
export class Tally {
  #plan: Plan
  /** By planned name. */
  #runs: ReadonlyMap<string, readonly Run[]>
  readonly #standings = new Map<string, Standing>()
  readonly #searches = new Map<string, TuningState>()
  /** Refs of searches that this run does not continue. */
  readonly #givenUp = new Set<string>()

  constructor(plan: Plan) {
    this.#plan = plan
    this.#runs = runsByJob(plan)
  }

  add(event: RunEvent): void {
    if (event.type === 'plan') {
      this.#plan = event.plan
      this.#runs = runsByJob(event.plan)
    }
    if (event.type === 'job') this.#standings.set(parseAttempt(event.job).name, decisionStanding[event.decision])
    if (event.type === 'state') this.#standings.set(parseAttempt(event.job).name, stateStanding(event))
    if (event.type === 'tuning' && ['failed', 'skipped', 'later'].includes(event.decision)) {
      this.#givenUp.add(event.ref)
    }
    if (event.type === 'tuning-state') this.#searches.set(event.job, event)
  }

  /** Returns `12 of 30 trials, best val_accuracy=0.98; 3 of 20 done, 2 running` of one stage; of all, without the best. */
  summary(stage?: string): string {
    const { waiting, running, done, failed, skipped } = this.#count(stage)
    const jobs = waiting + running + done + failed + skipped
    const arms = this.#arms(stage)
    const parts = jobs > 0 || arms.length === 0 ? [`${done} of ${jobs} done`] : []
    if (running > 0) parts.push(`${running} running`)
    if (failed > 0) parts.push(`${failed} failed`)
    if (skipped > 0) parts.push(`${skipped} skipped`)
    const { objective } = this.#plan.experiment
    const trials = searchSummary(arms, this.#searches, stage === undefined ? undefined : objective)
    return [...(arms.length > 0 ? [trials] : []), ...(parts.length > 0 ? [parts.join(', ')] : [])].join('; ')
  }

  isOver(stage: string): boolean {
    const { waiting, running } = this.#count(stage)
    const isWaiting = this.#plan.deferred.some((part) => part.stage === stage)
    return waiting + running === 0 && !isWaiting && this.#arms(stage).every((arm) => this.#isSearched(arm))
  }

  /** Whether a job of a stage has failed, or was skipped because another one has. */
  hasFailed(stage: string): boolean {
    const { failed, skipped } = this.#count(stage)
    return failed + skipped > 0
  }

  stagesOf(job: string): readonly string[] {
    const search = this.#searchOf(job)
    return search ? [search.stage] : [...new Set(this.#runsOf(job).map(({ stage }) => stage))]
  }

  /** Returns `baseline seed 3`, `coarse`, or the job's own name if the plan does not know it. */
  nameOf(job: string): string {
    const [run] = this.#runsOf(job)
    return run === undefined ? (this.#searchOf(job)?.arm.ref ?? job) : `${run.ref} seed ${run.seed}`
  }

  /** Returns ` val_accuracy=0.98`, or nothing if the event lacks the objective's metric. */
  metricOf({ metrics }: RunEvent & { type: 'state' }): string {
    const { metric } = this.#plan.experiment.objective
    const value = metrics[metric]
    return value === undefined ? '' : ` ${metric}=${Number(value.toPrecision(5))}`
  }

  /** Returns `12 of 30 trials, best val_accuracy=0.98`, of the whole chain that a tuning job belongs to. */
  progressOf(tuningJob: string): string {
    const search = this.#searchOf(tuningJob)
    return search === undefined ? '' : searchSummary([search.arm], this.#searches, this.#plan.experiment.objective)
  }

  #count(stage?: string): Record<Standing, number> {
    const counts = { waiting: 0, running: 0, done: 0, failed: 0, skipped: 0 }
    for (const [job, runs] of this.#runs) {
      const isCounted = stage === undefined || runs.some((run) => run.stage === stage)
      if (isCounted) counts[this.#standings.get(job) ?? 'waiting']++
    }
    return counts
  }

  #arms(stage?: string): readonly PlannedArm[] {
    const searches = armsOf(this.#plan).filter((search) => stage === undefined || search.stage === stage)
    return searches.map(({ arm }) => arm)
  }

  #isSearched({ ref, jobNames }: PlannedArm): boolean {
    const last = this.#searches.get(jobNames.at(-1) ?? '')
    return this.#givenUp.has(ref) || (last !== undefined && isTerminal(last.status))
  }

  #runsOf(job: string): readonly Run[] {
    return this.#runs.get(parseAttempt(job).name) ?? []
  }

  #searchOf(tuningJob: string): ReturnType<typeof armsOf>[number] | undefined {
    return armsOf(this.#plan).find(({ arm }) => arm.jobNames.includes(tuningJob))
  }
}

function runsByJob(plan: Plan): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map<string, Run[]>()
  for (const run of runsOf(plan)) runs.set(run.jobName, [...(runs.get(run.jobName) ?? []), run])
  return runs
}

const decisionStanding = {
  created: 'waiting',
  adopted: 'waiting',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
  later: 'waiting',
} as const

/** Before any of its program runs; `Interrupted` when the capacity was taken away and is waited for again. */
const notRunningYet = new Set(['Starting', 'Pending', 'LaunchingMLInstances', 'PreparingTrainingStack', 'Interrupted'])

function stateStanding({ status, secondaryStatus }: RunEvent & { type: 'state' }): Standing {
  if (!isTerminal(status)) return notRunningYet.has(secondaryStatus) ? 'waiting' : 'running'
  return status === 'Completed' ? 'done' : 'failed'
}
