/** The maximum cost and time of a plan, and the rest of its budget. */

import {
  type Bound,
  jobBound,
  type JobRecord,
  type Plan,
  type Prices,
  searchBound,
  sizeOf,
  type Spent,
  spentOf,
  type Step,
  stepBound,
  stepName,
  type TuningRecord,
  type Variant,
} from '@assay/core'

import { armsOf } from '../jobs/planned-jobs.js'
import type { Standings } from './plan-table.js'

/** The facts that a cost is estimated from. */
export interface CostEvidence {
  readonly prices?: Prices
  /** Of the file: what it says of resources. */
  readonly variants: readonly Variant[]
  readonly records: ReadonlyMap<string, JobRecord>
  readonly searches: readonly TuningRecord[]
  readonly standings: Standings
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The jobs left to create, and their cost; jobs that exist count in `spent` only. Times are in seconds. */
export interface PlanCost {
  readonly toCreate: {
    /** Training jobs, trials and those that wait for results among them. */
    readonly jobs: number
    /** The longest that one of them may run. */
    readonly longestSeconds: number
    readonly instanceTypes: readonly string[]
    /** Their maximum cost together; missing if a price is unknown. */
    readonly mostCost?: number
    /** Their cost if each costs the average of the experiment's completed jobs; missing if there are none. */
    readonly expectedCost?: number
  }
  /** Missing if nothing costs anything. */
  readonly prices?: Prices
  readonly spent: Spent & { readonly completedJobs: number }
  readonly budget?: NonNullable<Plan['budget']>
}

/** Returns the maximum and the expected cost of a plan. */
export function planCost(plan: Plan, evidence: CostEvidence): PlanCost {
  const { prices, now, records, searches } = evidence
  const parts = partsOf(plan, evidence)
  const jobs = parts.reduce((sum, part) => sum + part.jobs, 0)
  const used = spentOf({ records: [...records.values()], searches, now }, prices)
  const completedJobs = completed(evidence)
  const mostCost = prices === undefined ? undefined : total(parts)
  const isExpected = prices !== undefined && completedJobs > 0 && used.cost !== undefined
  return {
    toCreate: {
      jobs,
      longestSeconds: Math.max(0, ...parts.map(({ seconds }) => seconds)),
      instanceTypes: [...new Set(parts.flatMap(({ types }) => types))],
      ...(mostCost === undefined ? {} : { mostCost }),
      ...(isExpected ? { expectedCost: ((used.cost ?? 0) / completedJobs) * jobs } : {}),
    },
    ...(prices === undefined ? {} : { prices }),
    spent: { ...used, completedJobs },
    ...(plan.budget === undefined ? {} : { budget: plan.budget }),
  }
}

/** Returns how many jobs, trials included, have completed. */
function completed({ records, searches }: CostEvidence): number {
  const trials = searches.flatMap((search) => search.trials)
  const names = new Set(trials.map(({ jobName }) => jobName))
  const jobs = [...records.values()].filter(({ name }) => !names.has(name))
  return [...jobs, ...trials].filter(({ status }) => status === 'Completed').length
}

interface Part {
  readonly jobs: number
  readonly bound: Bound
  /** Of one job. */
  readonly seconds: number
  readonly types: readonly string[]
}

/** Returns the parts to create now, and those that wait for results. */
function partsOf(plan: Plan, { variants, standings, prices }: CostEvidence): readonly Part[] {
  const ofStage = (stage: string) =>
    variants.filter((variant) => variant.stage === stage).map(({ recipe }) => sizeOf(recipe.resources))
  const arms = new Map(armsOf(plan).map(({ arm }) => [arm.ref, arm]))
  const created = plan.steps
    .filter((step) => (standings.get(stepName(step))?.kind ?? 'create') === 'create')
    .map((step): Part => {
      const sizes = ofStage(stageOf(step))
      return { jobs: jobsOf(step), bound: stepBound(step, prices), ...describe(sizes) }
    })
  const later = plan.deferred.map(({ ref, stage, jobs }): Part => {
    const [sizes, arm] = [ofStage(stage), arms.get(ref)]
    const parallel = arm?.maximumParallel ?? 1
    const seconds = arm?.maximumSeconds
    const search = { trials: jobs, parallel, sizes, ...(seconds === undefined ? {} : { seconds }) }
    return { jobs, bound: searchBound(search, prices), ...describe(sizes) }
  })
  return [...created, ...later]
}

function describe(sizes: readonly ReturnType<typeof sizeOf>[]): Pick<Part, 'seconds' | 'types'> {
  return {
    seconds: Math.max(0, ...sizes.map((size) => jobBound(size, undefined).seconds)),
    types: sizes.map(({ instanceType }) => instanceType),
  }
}

function stageOf({ input }: Step): string {
  return input.Tags?.find(({ Key }) => Key === 'assay:stage')?.Value ?? ''
}

function jobsOf(step: Step): number {
  if (step.operation === 'CreateTrainingJob') return 1
  return step.input.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs ?? 1
}

/** Returns the sum, or undefined if any part is unknown. */
function total(parts: readonly Part[]): number | undefined {
  return parts.reduce<number | undefined>(
    (sum, { bound: { cost } }) => (sum === undefined || cost === undefined ? undefined : sum + cost),
    0,
  )
}
