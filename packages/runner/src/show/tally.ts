/** Where a plan's jobs stand, counted from events. */

import { parseAttempt, type Plan, type PlannedArm } from '@assay/core'

import { isTerminal, type RunEvent, type TuningState } from '../base/events.js'
import { armsOf, type Run, runsOf } from '../jobs/planned-jobs.js'
import { searchSummary } from './search-summary.js'

/** Counts jobs by how they stand; a job that two stages share counts in both. */
export interface Tally {
  readonly add: (event: RunEvent) => void
  /** `12 of 30 trials, best val_accuracy=0.98; 3 of 20 done, 2 running`, of a stage; without the best of all. */
  readonly summary: (stage?: string) => string
  readonly isOver: (stage: string) => boolean
  /** Whether some job of a stage has failed, or was skipped because another one has. */
  readonly hasFailed: (stage: string) => boolean
  readonly stagesOf: (job: string) => readonly string[]
  /** `baseline seed 3`, `coarse`, or the job's own name where the plan does not know it. */
  readonly nameOf: (job: string) => string
  /** ` val_accuracy=0.98`, where the event has the objective's metric. */
  readonly metricOf: (event: RunEvent & { type: 'state' }) => string
  /** `12 of 30 trials, best val_accuracy=0.98`, of the whole chain that a tuning job belongs to. */
  readonly progressOf: (tuningJob: string) => string
}

type Standing = 'waiting' | 'running' | 'done' | 'failed' | 'skipped'

/** Returns a tally in which no job has been heard of. */
export function tally(first: Plan): Tally {
  let plan = first
  const standing = new Map<string, Standing>()
  const searches = new Map<string, TuningState>()
  const given = new Set<string>() // Searches that this run does not go on with.
  let runs = runsByJob(plan)
  const runsOfJob = (job: string): readonly Run[] => runs.get(parseAttempt(job).name) ?? []
  const arms = (stage?: string): readonly PlannedArm[] =>
    armsOf(plan)
      .filter((one) => stage === undefined || one.stage === stage)
      .map(({ arm }) => arm)
  const armOf = (job: string) => armsOf(plan).find(({ arm }) => arm.jobNames.includes(job))

  const count = (stage?: string): Record<Standing, number> => {
    const counts = { waiting: 0, running: 0, done: 0, failed: 0, skipped: 0 }
    for (const [job, of] of runs) {
      if (stage === undefined || of.some((run) => run.stage === stage)) counts[standing.get(job) ?? 'waiting']++
    }
    return counts
  }

  const isSearched = ({ ref, jobNames }: PlannedArm): boolean => {
    const last = searches.get(jobNames.at(-1) ?? '')
    return given.has(ref) || (last !== undefined && isTerminal(last.status))
  }

  const progress = (some: readonly PlannedArm[], objective?: Plan['experiment']['objective']): string =>
    searchSummary(some, searches, objective)

  return {
    add: (event) => {
      if (event.type === 'plan') {
        plan = event.plan
        runs = runsByJob(plan)
      }
      if (event.type === 'job') standing.set(parseAttempt(event.job).name, decisionStanding[event.decision])
      if (event.type === 'state') standing.set(parseAttempt(event.job).name, stateStanding(event))
      if (event.type === 'tuning' && ['failed', 'skipped', 'later'].includes(event.decision)) given.add(event.ref)
      if (event.type === 'tuning-state') searches.set(event.job, event)
    },
    summary: (stage) => {
      const { waiting, running, done, failed, skipped } = count(stage)
      const jobs = waiting + running + done + failed + skipped
      const some = arms(stage)
      const parts = jobs > 0 || some.length === 0 ? [`${done} of ${jobs} done`] : []
      if (running > 0) parts.push(`${running} running`)
      if (failed > 0) parts.push(`${failed} failed`)
      if (skipped > 0) parts.push(`${skipped} skipped`)
      return [
        ...(some.length > 0 ? [progress(some, stage === undefined ? undefined : plan.experiment.objective)] : []),
        ...(parts.length > 0 ? [parts.join(', ')] : []),
      ].join('; ')
    },
    isOver: (stage) => {
      const { waiting, running } = count(stage)
      const isWaiting = plan.deferred.some((part) => part.stage === stage)
      return waiting + running === 0 && !isWaiting && arms(stage).every(isSearched)
    },
    hasFailed: (stage) => {
      const { failed, skipped } = count(stage)
      return failed + skipped > 0
    },
    stagesOf: (job) => {
      const arm = armOf(job)
      return arm ? [arm.stage] : [...new Set(runsOfJob(job).map(({ stage }) => stage))]
    },
    nameOf: (job) => {
      const [run] = runsOfJob(job)
      return run === undefined ? (armOf(job)?.arm.ref ?? job) : `${run.ref} seed ${run.seed}`
    },
    metricOf: ({ metrics }) => {
      const { metric } = plan.experiment.objective
      const value = metrics[metric]
      return value === undefined ? '' : ` ${metric}=${Number(value.toPrecision(5))}`
    },
    progressOf: (job) => {
      const found = armOf(job)
      return found === undefined ? '' : progress([found.arm], plan.experiment.objective)
    },
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
