/** The budget of an experiment, kept: no job is created that may take more than what is left when all that runs takes its most. */

import {
  type Bound,
  durationText,
  jobRecord,
  type JobRecord,
  moneyText,
  type Plan,
  type Prices,
  type Spent,
  spentOf,
  stepBound,
  stepName,
  tuningRecord,
} from '@assay/core'

import { isTerminal } from '../base/events.js'
import type { Services } from '../target/open-target.js'
import type { PlannedJob } from '../jobs/planned-jobs.js'
import { expectedOf, searchJobs } from '../observe/search.js'
import { readTuningJob, readTuningJobs } from '../observe/tuning-jobs.js'

/** Whether a job may be created: now, perhaps once what runs has taken less than it may, or not with this budget. */
export type Room = { readonly kind: 'yes' } | { readonly kind: 'wait' | 'no'; readonly because: string }

/** Keeps a budget. */
export interface BudgetGuard {
  readonly room: (job: PlannedJob) => Promise<Room>
  /** Says that a job was created, under this name. */
  readonly created: (job: PlannedJob, name: string) => void
}

/** Whose budget is kept. */
export interface Budgeted {
  readonly plan: Plan
  readonly prices?: Prices
}

/** Where there is no budget. */
export const unlimited: BudgetGuard = { room: async () => ({ kind: 'yes' }), created: () => undefined }

/** How many shortest pauses of a watch to let go by before it is looked again what other runs have created. */
const pausesBetweenLooks = 4

/**
 * Returns what keeps the plan's budget, having looked what earlier runs have used of it. What other runs create meanwhile
 * is looked for now and then: what Search does not show yet is not known.
 */
export async function openBudget(
  { plan, prices }: Budgeted,
  { sagemaker, pollInterval }: Pick<Services, 'sagemaker' | 'pollInterval'>,
): Promise<BudgetGuard> {
  const { budget, experiment } = plan
  if (budget === undefined) return unlimited
  // Search may not show yet what a run has created a moment ago: each job of the plan is asked for.
  const jobs = await searchJobs(sagemaker, experiment.name, expectedOf(plan, trainingNames(plan)))
  const found = await readTuningJobs(sagemaker, { experiment: experiment.name, plan })
  const searches = new Map(found.map((record) => [record.name, record]))
  let lookedAt = performance.now()

  const lookAgain = async (): Promise<void> => {
    if (performance.now() - lookedAt < pausesBetweenLooks * pollInterval) return
    for (const [name, record] of await searchJobs(sagemaker, experiment.name)) jobs.set(name, record)
    const shown = await readTuningJobs(sagemaker, { experiment: experiment.name }, [...searches.values()])
    for (const record of shown) searches.set(record.name, record)
    lookedAt = performance.now()
  }

  const check = (bound: Bound): string | undefined =>
    tooMuch(spentOf({ records: [...jobs.values()], searches: [...searches.values()], now: Date.now() }, prices), bound)

  const tooMuch = (spent: Spent, bound: Bound): string | undefined => {
    const { maximumCost, maximumSeconds } = budget
    const dear = maximumCost && prices ? overCost(spent, bound, maximumCost) : undefined
    return dear ?? (maximumSeconds === undefined ? undefined : overTime(spent, bound, maximumSeconds))
  }

  const learn = async (): Promise<void> => {
    for (const { name } of [...jobs.values()].filter(({ status }) => !isTerminal(status))) {
      const described = await sagemaker.describe(name)
      if (described !== undefined) jobs.set(name, jobRecord(described))
    }
    for (const { name } of [...searches.values()].filter(({ status }) => !isTerminal(status))) {
      const record = await readTuningJob(name, sagemaker)
      if (record !== undefined) searches.set(name, record)
    }
  }

  return {
    room: async ({ step }) => {
      if (step === undefined) return { kind: 'yes' }
      const bound = stepBound(step, prices)
      await lookAgain()
      if (check(bound) === undefined) return { kind: 'yes' }
      await learn()
      const because = check(bound)
      if (because === undefined) return { kind: 'yes' }
      const isRunning = [...jobs.values(), ...searches.values()].some(({ status }) => !isTerminal(status))
      return { kind: isRunning ? 'wait' : 'no', because }
    },
    created: ({ step }, name) => {
      if (step?.operation === 'CreateTrainingJob') jobs.set(name, begun(step.input, name))
      else if (step) searches.set(name, tuningRecord({ ...step.input, ...tuningBegun(name) }, []))
    },
  }
}

type TuningJob = Parameters<typeof tuningRecord>[0]

/** Until it is looked at again, it has just been created. */
function begun(input: object, name: string): JobRecord {
  return jobRecord({ ...input, TrainingJobName: name, TrainingJobStatus: 'InProgress' })
}

function tuningBegun(name: string): Partial<TuningJob> {
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobStatus: 'InProgress',
    CreationTime: new Date(),
  }
}

function trainingNames({ steps }: Plan): readonly string[] {
  return steps.flatMap((step) => (step.operation === 'CreateTrainingJob' ? [stepName(step)] : []))
}

function overCost(
  { cost, reserved, unpriced }: Spent,
  bound: Bound,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): string | undefined {
  const text = (value: number): string => moneyText({ amount: value, currency })
  if (cost === undefined || reserved === undefined || bound.cost === undefined) {
    return `what an hour of ${unpriced.join(', ')} costs is not known, and with it what is left of "max_cost"; "--price" says it`
  }
  if (cost + reserved + bound.cost <= amount) return undefined
  const kept = reserved > 0 ? `, ${text(reserved)} are kept for what runs` : ''
  return `of "max_cost", ${text(amount)}, ${text(cost)} are spent${kept}, and it may cost ${text(bound.cost)}`
}

function overTime({ seconds }: Spent, bound: Bound, most: number): string | undefined {
  if (seconds + bound.seconds <= most) return undefined
  return `of "max_time", ${durationText(most)}, ${durationText(seconds)} are used, and it may take ${durationText(bound.seconds)}`
}
