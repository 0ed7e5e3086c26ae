/** The maximum cost and time of a plan, and the rest of its budget. */

import {
  type JobRecord,
  type Plan,
  type Prices,
  type Step,
  stepName,
  type TuningRecord,
  type Variant,
} from '@assay/core'
import { type Bound, jobBound, searchBound, sizeOf, type Spent, spentOf, stepBound } from '@assay/core/internal'

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
      longestSeconds: parts.reduce((longest, { seconds }) => Math.max(longest, seconds), 0),
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
  const stages = stageSizes(variants)
  const ofStage = (stage: string): StageSizes => stages.get(stage) ?? { sizes: [], seconds: 0, types: [] }
  const arms = new Map(armsOf(plan).map(({ arm }) => [arm.ref, arm]))
  const created = plan.steps
    .filter((step) => (standings.get(stepName(step))?.kind ?? 'create') === 'create')
    .map((step): Part => {
      const { seconds, types } = ofStage(stageOf(step))
      return { jobs: jobsOf(step), bound: stepBound(step, prices), seconds, types }
    })
  const later = plan.deferred.map(({ ref, stage, jobs }): Part => {
    const [{ sizes, seconds, types }, arm] = [ofStage(stage), arms.get(ref)]
    const parallel = arm?.maximumParallel ?? 1
    const limit = arm?.maximumSeconds === undefined ? {} : { seconds: arm.maximumSeconds }
    return { jobs, bound: searchBound({ trials: jobs, parallel, sizes, ...limit }, prices), seconds, types }
  })
  return [...created, ...later]
}

/** The sizes of a stage's jobs, each once: thousands of jobs rarely have more than a few. */
interface StageSizes extends Pick<Part, 'seconds' | 'types'> {
  readonly sizes: readonly ReturnType<typeof sizeOf>[]
}

/** Returns the sizes by stage: a stage may have thousands of jobs, so they are worked out once. */
function stageSizes(variants: readonly Variant[]): ReadonlyMap<string, StageSizes> {
  const byStage = new Map<string, Map<string, StageSizes['sizes'][number]>>()
  for (const { stage, recipe } of variants) {
    const size = sizeOf(recipe.resources)
    const sizes = byStage.get(stage) ?? new Map<string, typeof size>()
    byStage.set(stage, sizes.set(JSON.stringify(size), size))
  }
  return new Map([...byStage].map(([stage, sizes]) => [stage, describe([...sizes.values()])]))
}

function describe(sizes: StageSizes['sizes']): StageSizes {
  return {
    sizes,
    seconds: sizes.reduce((longest, size) => Math.max(longest, jobBound(size, undefined).seconds), 0),
    types: [...new Set(sizes.map(({ instanceType }) => instanceType))],
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
