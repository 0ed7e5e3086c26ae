/** Keeps an experiment's budget: a job is created only if its maximum is left when all running jobs take theirs. */

import { type Plan, type Prices, stepName } from '@assay/core'
import { type Bound, durationText, moneyText, type Spent, spentOf } from '@assay/core/internal'

import type { Existing } from '../jobs/existing.js'
import { allKinds, kindOf } from '../jobs/kinds/kinds.js'
import type { PlannedJob } from '../jobs/planned-jobs.js'
import { expectedOf, searchJobs } from '../observe/search.js'
import { readTuningJobs } from '../observe/tuning-jobs.js'
import type { Services } from '../target/open-target.js'

/** Whether a job may be created: now, perhaps once what runs has taken less than it may, or not with this budget. */
export type Room = { readonly kind: 'yes' } | { readonly kind: 'wait' | 'no'; readonly because: string }

/** Keeps a budget. */
export interface BudgetGuard {
  readonly room: (job: PlannedJob) => Promise<Room>
  /** Notes that a job was created under this name. */
  readonly created: (job: PlannedJob, name: string) => void
}

/** The plan with the budget. */
export interface Budgeted {
  readonly plan: Plan
  readonly prices?: Prices
}

type Asked = Pick<Services, 'sagemaker' | 'pollInterval'>

/** The guard of an experiment without a budget. */
export const unlimited: BudgetGuard = { room: async () => ({ kind: 'yes' }), created: () => undefined }

/** Jobs of other runs are read again after this many of a watch's shortest pauses. */
const pausesBetweenLooks = 4

/** Returns the guard of the plan's budget, with the cost of earlier runs counted. */
export async function openBudget(budgeted: Budgeted, services: Asked): Promise<BudgetGuard> {
  const { plan } = budgeted
  if (plan.budget === undefined) return unlimited
  const { sagemaker } = services
  const { name } = plan.experiment
  // Search may not show yet what a run has created a moment ago: each job of the plan is asked for.
  const jobs = await searchJobs(sagemaker, name, expectedOf(plan, trainingNames(plan)))
  const found = await readTuningJobs(sagemaker, { experiment: name, plan })
  const searches = new Map(found.map((record) => [record.name, record]))
  return new Guard(plan.budget, budgeted, services, { jobs, searches })
}

/** Looks now and then at what other runs create meanwhile; it cannot know what Search does not show yet. */
class Guard implements BudgetGuard {
  readonly #budget: NonNullable<Plan['budget']>
  readonly #experiment: string
  readonly #prices: Prices | undefined
  readonly #services: Asked
  readonly #existing: Existing
  #lookedAt = performance.now()

  constructor(budget: NonNullable<Plan['budget']>, { plan, prices }: Budgeted, services: Asked, existing: Existing) {
    this.#budget = budget
    this.#experiment = plan.experiment.name
    this.#prices = prices
    this.#services = services
    this.#existing = existing
  }

  async room(job: PlannedJob): Promise<Room> {
    if (job.step === undefined) return { kind: 'yes' }
    const bound = kindOf(job).bound(job.step, this.#prices)
    await this.#lookAgain()
    if (this.#excess(bound) === undefined) return { kind: 'yes' }
    await this.#learn()
    const because = this.#excess(bound)
    if (because === undefined) return { kind: 'yes' }
    const isRunning = allKinds.some((kind) => kind.running(this.#existing).length > 0)
    return { kind: isRunning ? 'wait' : 'no', because }
  }

  created(job: PlannedJob, name: string): void {
    if (job.step) kindOf(job).begin(job.step, name, this.#existing)
  }

  /** Returns why a job with this bound is too much, or undefined if it is not. */
  #excess(bound: Bound): string | undefined {
    const { jobs, searches } = this.#existing
    const { maximumCost, maximumSeconds } = this.#budget
    const known = { records: [...jobs.values()], searches: [...searches.values()], now: Date.now() }
    const spent = spentOf(known, this.#prices)
    const dear = maximumCost && this.#prices ? overCost(spent, bound, maximumCost) : undefined
    return dear ?? (maximumSeconds === undefined ? undefined : overTime(spent, bound, maximumSeconds))
  }

  async #lookAgain(): Promise<void> {
    const { sagemaker, pollInterval } = this.#services
    if (performance.now() - this.#lookedAt < pausesBetweenLooks * pollInterval) return
    const { jobs, searches } = this.#existing
    for (const [name, record] of await searchJobs(sagemaker, this.#experiment)) jobs.set(name, record)
    const shown = await readTuningJobs(sagemaker, { experiment: this.#experiment }, [...searches.values()])
    for (const record of shown) searches.set(record.name, record)
    this.#lookedAt = performance.now()
  }

  /** Reads the records of running jobs again. */
  async #learn(): Promise<void> {
    for (const kind of allKinds) {
      for (const name of kind.running(this.#existing)) await kind.learn(name, this.#existing, this.#services.sagemaker)
    }
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
    return `the rest of "max_cost" is unknown, because ${unpriced.join(', ')} has no price; set one with "--price"`
  }
  if (cost + reserved + bound.cost <= amount) return undefined
  const kept = reserved > 0 ? `, ${text(reserved)} are reserved for running jobs` : ''
  return `of "max_cost", ${text(amount)}, ${text(cost)} are spent${kept}, and it may cost ${text(bound.cost)}`
}

function overTime({ seconds }: Spent, bound: Bound, most: number): string | undefined {
  if (seconds + bound.seconds <= most) return undefined
  return `of "max_time", ${durationText(most)}, ${durationText(seconds)} are used, and it may take ${durationText(bound.seconds)}`
}
