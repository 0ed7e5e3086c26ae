/** Did a warm start pay? Compares a child with its parents, and with the same search without parents. */

import type { Prices } from '@assay/core'
import { defined } from '@assay/core/internal'

import type { ReportedObjective } from '../../report/report.js'
import type { ColdControl, WarmStartAnalysis } from '../../report/warm-start-report.js'
import type { Spending } from '../../report/spending-report.js'
import { compareTwo } from '../comparisons.js'
import { confirmedVariants } from './confirmation.js'
import type { RowsByJob } from '../../records/judged-rows.js'
import type { MeasuredVariant } from '../../records/runs.js'
import { bestObjective, betterThan } from './search-trials.js'
import type { ReadSearch } from './searches.js'
import { saving, spending } from './spending.js'
import { mean } from '../../statistics/statistics.js'

/** Returns one analysis for each search that has parents. */
export function warmStarts(searches: readonly ReadSearch[], terms: Terms): WarmStartAnalysis[] {
  return searches
    .filter(({ arm }) => arm.parents.length > 0 || arm.parentRefs.length > 0)
    .map((child) => {
      const cold = searches.find(({ arm }) => arm.ref === `${child.arm.ref}/cold`)
      return warmStart(child, cold, terms)
    })
}

function warmStart(child: ReadSearch, cold: ReadSearch | undefined, terms: Terms): WarmStartAnalysis {
  const { objective, prices } = terms
  const isBetter = betterThan(objective.goal)
  const parentsBest = bestObjective(child.parentRuns, isBetter)
  const childBest = child.analysis.best?.objective
  const parentsSpent = spending(child.parentRuns, child.parentWindows, prices)
  return {
    ref: child.arm.ref,
    parentRefs: child.arm.parentRefs,
    verdict: 'descriptive only',
    ...defined('parentsBest', parentsBest),
    ...defined('childBest', childBest),
    ...defined('improvement', improvement(childBest, parentsBest, objective)),
    parentsSpent,
    childSpent: child.analysis.spent,
    ...(cold && { cold: coldControl(child, cold, parentsSpent, terms) }),
    notes: notes(child, cold),
  }
}

interface Terms {
  readonly variants: readonly MeasuredVariant[]
  readonly objective: ReportedObjective
  readonly prices: Prices | undefined
  readonly rows: RowsByJob
}

function coldControl(child: ReadSearch, cold: ReadSearch, parents: Spending, terms: Terms): ColdControl {
  const { variants, objective, prices, rows } = terms
  const [childBest, coldBest] = [child.analysis.best?.objective, cold.analysis.best?.objective]
  const childReachedCold = reached(child, coldBest, objective, prices)
  const coldReachedOwn = reached(cold, coldBest, objective, prices)
  const saved = childReachedCold && coldReachedOwn && saving(childReachedCold, coldReachedOwn)
  const area = areaOf(child, cold, objective)
  const [first] = confirmedVariants(child.arm, variants)
  const [other] = confirmedVariants(cold.arm, variants)
  return {
    ref: cold.arm.ref,
    ...defined('best', coldBest),
    spent: cold.analysis.spent,
    ...defined('improvement', improvement(childBest, coldBest, objective)),
    ...defined('childReachedCold', childReachedCold),
    ...defined('coldReachedOwn', coldReachedOwn),
    ...defined('coldReachedChild', reached(cold, childBest, objective, prices)),
    ...defined('childReachedOwn', reached(child, childBest, objective, prices)),
    ...defined('saved', saved),
    ...defined(
      'savedWithParents',
      childReachedCold && coldReachedOwn && saving(together(childReachedCold, parents), coldReachedOwn),
    ),
    ...defined('area', area),
    ...(first && other && { confirmed: compareTwo(first, other, objective, rows) }),
  }
}

/** Returns the spending of a search until a completed trial first was as good as `level`. */
function reached(
  { runs, windows }: ReadSearch,
  level: number | undefined,
  { goal }: ReportedObjective,
  prices: Prices | undefined,
): Spending | undefined {
  if (level === undefined) return undefined
  const isBetter = betterThan(goal)
  const times = runs.flatMap(({ status, objective, endedAt }) =>
    status === 'completed' && objective !== undefined && endedAt !== undefined && !isBetter(level, objective)
      ? [endedAt]
      : [],
  )
  return times.length === 0 ? undefined : spending(runs, windows, prices, Math.min(...times))
}

function together(a: Spending, b: Spending): Spending {
  const sum = (x: number | undefined, y: number | undefined): number | undefined =>
    x === undefined || y === undefined ? undefined : x + y
  const cost = a.cost && b.cost && { amount: a.cost.amount + b.cost.amount, currency: a.cost.currency }
  return {
    trials: a.trials + b.trials,
    trainingSeconds: a.trainingSeconds + b.trainingSeconds,
    ...defined('billableSeconds', sum(a.billableSeconds, b.billableSeconds)),
    ...defined('instanceHours', sum(a.instanceHours, b.instanceHours)),
    wallSeconds: a.wallSeconds + b.wallSeconds,
    ...defined('cost', cost),
  }
}

function improvement(a: number | undefined, b: number | undefined, { goal }: ReportedObjective): number | undefined {
  if (a === undefined || b === undefined) return undefined
  return goal === 'maximize' ? a - b : b - a
}

/** Compares the best so far over the trials at which both have one. */
function areaOf(child: ReadSearch, cold: ReadSearch, objective: ReportedObjective): ColdControl['area'] {
  const [ours, theirs] = [child, cold].map(({ analysis }) => analysis.trials.map(({ bestSoFar }) => bestSoFar))
  const both = (ours ?? []).flatMap((value, index) => {
    const other = theirs?.[index]
    return value === undefined || other === undefined ? [] : [{ trial: index + 1, value, other }]
  })
  const [first, last] = [both[0], both.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const [childMean, coldMean] = [mean(both.map(({ value }) => value)), mean(both.map(({ other }) => other))]
  return {
    fromTrial: first.trial,
    toTrial: last.trial,
    child: childMean,
    cold: coldMean,
    improvement: improvement(childMean, coldMean, objective) ?? 0,
  }
}

function notes({ arm, analysis }: ReadSearch, cold: ReadSearch | undefined): string[] {
  const unknown = analysis.parents.filter(({ known }) => !known).map(({ tuningJob }) => tuningJob)
  return [
    cold
      ? 'One search beside another is one draw of each: what is found here describes these two and decides nothing about warm starts. Several pairs with different “search_seed” would.'
      : 'Without a cold control (“control: cold”) nothing tells what as many trials without parents would have found.',
    ...(arm.warmStart === 'transfer'
      ? [
          'It is a transfer: data, model or fixed hyperparameters differ from the parents’, so tuning scores of parents and child need not be comparable.',
        ]
      : []),
    ...(unknown.length > 0 ? [`Nothing is known of ${unknown.join(', ')}.`] : []),
  ]
}
