/** The budget of the whole experiment: whether it can be kept, and what of the plan alone might take more than it. */

import type { Budget } from '../language/experiment.js'
import { moneyText, readMoney } from '../base/money.js'
import type { Prices } from '../contract/prices.js'
import { priceList, priceOf, priceText } from '../contract/prices.js'
import { jobBound, searchBound, sizeOf } from '../contract/job-size.js'
import type { Bound, JobSize } from '../contract/job-size.js'
import { durationSeconds, durationText } from '../base/duration.js'
import type { PlannedBudget } from '../contract/planned.js'
import type { ResolvedVariant } from '../engines/resolve-variant.js'
import type { TuningStage } from './arm.js'
import type { PlanFrame } from './context.js'

/** Everything that is trained, now or later. */
export interface BudgetParts {
  readonly variants: readonly ResolvedVariant[]
  readonly stages: ReadonlyMap<string, TuningStage>
}

/** Returns the budget that the plan is to keep. */
export function plannedBudget({ budget }: { readonly budget?: Budget }): PlannedBudget | undefined {
  if (budget === undefined) return undefined
  const { max_cost: cost, max_time: time } = budget
  return {
    ...(cost === undefined ? {} : { maximumCost: readMoney(cost) }),
    ...(time === undefined ? {} : { maximumSeconds: durationSeconds(time) }),
  }
}

/** Reports amounts that cannot be kept because a price is unknown, and warns of what the budget may never let start. */
export function checkBudgets({ variants, stages }: BudgetParts, frame: PlanFrame): void {
  const { experiment, context } = frame
  const { budget } = experiment
  const definitions = [...stages.values()].flatMap(({ possible }) => possible.map(({ resolved }) => resolved))
  if (context.prices) {
    if (budget) checkPrices(budget, sizesOf([...variants, ...definitions]), context.prices, frame)
    for (const { name, possible } of stages.values()) {
      const own = experiment.stages[name]?.budget
      if (own) checkPrices(own, sizesOf(possible.map(({ resolved }) => resolved)), context.prices, frame)
    }
  }
  if (budget) checkFits(budget, bounds({ variants, stages }, context.prices), frame)
}

function sizesOf(variants: readonly ResolvedVariant[]): readonly JobSize[] {
  return variants.map(({ variant }) => sizeOf(variant.recipe.resources))
}

function checkPrices(budget: Budget, sizes: readonly JobSize[], prices: Prices, { reporter }: PlanFrame): void {
  if (budget.max_cost === undefined) return
  const { currency } = readMoney(budget.max_cost)
  if (currency !== prices.currency) {
    const message = `"max_cost" is in ${currency}, and prices are known in ${prices.currency} only. Say them in ${currency}: "aws: {prices: {${sizes[0]?.instanceType ?? 'ml.m5.xlarge'}: 0.25 ${currency}}}".`
    reporter.report('no-price', message, [budget, 'max_cost'])
    return
  }
  const missing = new Set(
    sizes.flatMap(({ instanceType: type }) => (priceOf(type, prices) === undefined ? [type] : [])),
  )
  for (const type of missing) {
    const message = `What an hour of "${type}" costs is not known, so that "max_cost" cannot be kept. ${sayPrice(type, currency)}`
    reporter.report('no-price', message, [budget, 'max_cost'])
  }
  const types = sizes.map(({ instanceType }) => instanceType)
  const old = types.find((type) => prices.sources?.[type] === priceList.source)
  if (old === undefined) return
  const message = `"max_cost" is reckoned with ${priceText(old, prices)}. ${sayPrice(old, currency)}`
  reporter.report('old-price', message, [budget, 'max_cost'], { severity: 'warning' })
}

function sayPrice(type: string, currency: string): string {
  return `Say today's price: "aws: {prices: {${type}: 0.25 ${currency}}}", or "--price ${type}=0.25".`
}

interface Part {
  readonly ref: string
  readonly bound: Bound
}

function bounds({ variants, stages }: BudgetParts, prices: Prices | undefined): readonly Part[] {
  const arms = [...stages.values()].flatMap((search) => search.arms)
  return [
    ...variants.map(({ variant }) => ({ ref: variant.ref, bound: jobBound(sizeOf(variant.recipe.resources), prices) })),
    ...arms
      .filter(({ hasEnded }) => !hasEnded)
      .map(({ source, settings, planned }) => {
        const sizes = source.definitions.map(({ variant }) => sizeOf(variant.recipe.resources))
        const { maximumTrials: trials, maximumParallel: parallel } = settings
        const seconds = planned.maximumSeconds
        const size = { trials, parallel, sizes, ...(seconds === undefined ? {} : { seconds }) }
        return { ref: source.ref, bound: searchBound(size, prices) }
      }),
  ]
}

/** A warning, for what has run already is over: `run` starts nothing that might take more than is left. */
function checkFits(budget: Budget, parts: readonly Part[], { context: { prices }, reporter }: PlanFrame): void {
  const { max_cost: cost, max_time: time } = budget
  const warn = (key: keyof Budget, part: Part | undefined, may: (bound: Bound) => string): void => {
    if (part === undefined) return
    const message = `"${part.ref}" may ${may(part.bound)} by itself, more than "${key}", and is not started. Say how long a job may take, "resources: {max_runtime: 30m}", or give a search a "budget" of its own.`
    reporter.report('over-budget', message, [budget, key], { severity: 'warning' })
  }
  const { amount = 0, currency } = cost === undefined ? {} : readMoney(cost)
  if (currency !== undefined && currency === prices?.currency) {
    const dear = parts.find(({ bound }) => (bound.cost ?? 0) > amount)
    warn('max_cost', dear, (bound) => `cost ${moneyText({ amount: bound.cost ?? 0, currency })}`)
  }
  if (time !== undefined) {
    const long = parts.find(({ bound }) => bound.seconds > durationSeconds(time))
    warn('max_time', long, ({ seconds }) => `take ${durationText(seconds)}`)
  }
}
