/** Where a plan's jobs stand, counted from events. */

import { parseAttempt, type Plan } from '@assay/core'

import { isTerminal, type RunEvent } from './events.js'
import { type Run, runsOf } from './planned-jobs.js'

/** Counts jobs by how they stand; a job that two stages share counts in both. */
export interface Tally {
  readonly add: (event: RunEvent) => void
  /** `3 of 20 done, 2 running`, of a stage or of all. */
  readonly summary: (stage?: string) => string
  readonly isOver: (stage: string) => boolean
  readonly stagesOf: (job: string) => readonly string[]
  /** `baseline seed 3`, or the job's own name where the plan does not know it. */
  readonly nameOf: (job: string) => string
  /** ` val_accuracy=0.98`, where the event has the objective's metric. */
  readonly metricOf: (event: RunEvent & { type: 'state' }) => string
}

type Standing = 'waiting' | 'running' | 'done' | 'failed'

/** Returns a tally in which no job has been heard of. */
export function tally(plan: Plan): Tally {
  const standing = new Map<string, Standing>()
  const runs = new Map<string, Run[]>()
  for (const run of runsOf(plan)) runs.set(run.jobName, [...(runs.get(run.jobName) ?? []), run])
  const runsOfJob = (job: string): readonly Run[] => runs.get(parseAttempt(job).name) ?? []

  const count = (stage?: string): Record<Standing, number> => {
    const counts = { waiting: 0, running: 0, done: 0, failed: 0 }
    for (const [job, of] of runs) {
      if (stage === undefined || of.some((run) => run.stage === stage)) counts[standing.get(job) ?? 'waiting']++
    }
    return counts
  }

  return {
    add: (event) => {
      if (event.type === 'job') standing.set(parseAttempt(event.job).name, decisionStanding[event.decision])
      if (event.type === 'state') standing.set(parseAttempt(event.job).name, stateStanding(event))
    },
    summary: (stage) => {
      const { waiting, running, done, failed } = count(stage)
      const parts = [`${done} of ${waiting + running + done + failed} done`]
      if (running > 0) parts.push(`${running} running`)
      if (failed > 0) parts.push(`${failed} failed`)
      return parts.join(', ')
    },
    isOver: (stage) => {
      const { waiting, running } = count(stage)
      return waiting + running === 0
    },
    stagesOf: (job) => [...new Set(runsOfJob(job).map(({ stage }) => stage))],
    nameOf: (job) => {
      const [run] = runsOfJob(job)
      return run === undefined ? job : `${run.ref} seed ${run.seed}`
    },
    metricOf: ({ metrics }) => {
      const { metric } = plan.experiment.objective
      const value = metrics[metric]
      return value === undefined ? '' : ` ${metric}=${Number(value.toPrecision(5))}`
    },
  }
}

const decisionStanding = { created: 'waiting', adopted: 'waiting', done: 'done', failed: 'failed' } as const

/** Before any of its program runs; `Interrupted` when the capacity was taken away and is waited for again. */
const notRunningYet = new Set(['Starting', 'Pending', 'LaunchingMLInstances', 'PreparingTrainingStack', 'Interrupted'])

function stateStanding({ status, secondaryStatus }: RunEvent & { type: 'state' }): Standing {
  if (!isTerminal(status)) return notRunningYet.has(secondaryStatus) ? 'waiting' : 'running'
  return status === 'Completed' ? 'done' : 'failed'
}
