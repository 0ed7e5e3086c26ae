/** What a plan may cost and how long it may take, beside its budget, in sentences. */

import {
  type Bound,
  durationText,
  jobBound,
  type JobRecord,
  moneyText,
  type Plan,
  type Prices,
  priceText,
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

import { counted } from './counted.js'
import { armsOf } from './planned-jobs.js'
import type { Standings } from './plan-table.js'

/** What the sentences are made from. */
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

/** Returns what is left to pay at most, and what of the budget is left; nothing where there are neither prices nor a budget. */
export function costLines(plan: Plan, evidence: CostEvidence): readonly string[] {
  const { prices, now, records, searches } = evidence
  if (prices === undefined && plan.budget === undefined) return []
  const spent = spentOf({ records: [...records.values()], searches, now }, prices)
  const parts = partsOf(plan, evidence)
  return [
    ...(prices && parts.length > 0 ? [boundLine(parts, prices), estimateLine(parts, spent, evidence, prices)] : []),
    ...budgetLines(plan, spent, total(parts), prices),
  ]
}

interface Part {
  readonly jobs: number
  readonly bound: Bound
  /** Of one job. */
  readonly seconds: number
  readonly types: readonly string[]
}

/** What is to be created now, and what waits for results. */
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

/** Nothing where any part is not known. */
function total(parts: readonly Part[]): number | undefined {
  return parts.reduce<number | undefined>(
    (sum, { bound: { cost } }) => (sum === undefined || cost === undefined ? undefined : sum + cost),
    0,
  )
}

function boundLine(parts: readonly Part[], prices: Prices): string {
  const most = total(parts)
  const { currency } = prices
  const jobs = counted(
    parts.reduce((sum, part) => sum + part.jobs, 0),
    'training job',
  )
  const longest = durationText(Math.max(...parts.map(({ seconds }) => seconds)))
  const types = [...new Set(parts.flatMap((part) => part.types))]
  const known = types.map((type) => priceText(type, prices)).join('; ')
  if (most !== undefined) {
    return `Cost: at most ${moneyText({ amount: most, currency })}, for ${jobs} of at most ${longest} each. ${known}.`
  }
  const missing = types.filter((type) => !Object.hasOwn(prices.perInstanceHour, type))
  return `Cost: not known, for want of a price of ${missing.join(', ')}; "--price ${missing[0] ?? 'TYPE'}=0.25" says one.`
}

/** By what the experiment's own jobs have taken so far: there is nothing else to go by. */
function estimateLine(
  parts: readonly Part[],
  { cost }: Spent,
  { records, searches }: CostEvidence,
  prices: Prices,
): string {
  const trials = new Set(searches.flatMap((search) => search.trials.map(({ jobName }) => jobName)))
  const ended = [
    ...[...records.values()].filter(({ name, status }) => status === 'Completed' && !trials.has(name)),
    ...searches.flatMap((search) => search.trials.filter(({ status }) => status === 'Completed')),
  ]
  if (ended.length === 0 || cost === undefined) {
    return 'No estimate of what it will be: no job of this experiment has completed yet.'
  }
  const jobs = parts.reduce((sum, part) => sum + part.jobs, 0)
  const amount = (cost / ended.length) * jobs
  return `About ${moneyText({ amount, currency: prices.currency })}, if each costs what the ${counted(ended.length, 'job')} that have completed cost on average.`
}

function budgetLines(
  { budget }: Plan,
  { cost, reserved = 0, seconds }: Spent,
  most: number | undefined,
  prices: Prices | undefined,
): readonly string[] {
  if (budget === undefined) return []
  const { maximumCost, maximumSeconds } = budget
  const lines: string[] = []
  if (maximumCost) {
    const text = (amount: number): string => moneyText({ ...maximumCost, amount })
    const kept = reserved > 0 ? `, ${text(reserved)} kept for what runs` : ''
    const used = cost === undefined ? 'what is spent is not known, for want of a price' : `${text(cost)} spent${kept}`
    const left = maximumCost.amount - (cost ?? 0) - reserved
    const short =
      most !== undefined && most > left ? ' A job is started only where the most that it may cost is left.' : ''
    lines.push(
      prices === undefined
        ? `Budget: ${text(maximumCost.amount)}; jobs on this machine cost nothing.`
        : `Budget: ${text(maximumCost.amount)}; ${used}.${short}`,
    )
  }
  if (maximumSeconds !== undefined) {
    lines.push(`Budget: ${durationText(maximumSeconds)} in which some job runs; ${durationText(seconds)} used.`)
  }
  return lines
}
