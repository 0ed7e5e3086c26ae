/** Each variant against the one it starts from, on the rows that judge. */

import type { Plan } from '@assay/core'

import type { Comparison, ReportedObjective, StageComparison, Verdict } from '../report/report.js'
import type { RowsByJob } from '../records/judged-rows.js'
import type { MeasuredRun, MeasuredVariant } from '../records/runs.js'
import { intervalAround, halfWidth, pOf } from '../statistics/spread.js'
import type { SpreadDifference } from '../statistics/crossed.js'
import { detectable, needed } from '../statistics/sample-size.js'
import { confidence } from '../statistics/statistics.js'
import { barrier, hidesFailures, onOtherRows } from './barriers.js'
import { comparisonNotes } from './comparison-notes.js'
import { judge, type Judged } from './judging.js'
import { shareJobs } from './leaderboard.js'
import { familyAlpha } from '../statistics/family.js'
import { groupBy } from '../statistics/group-by.js'
import { judgeTests, type Families, type Outcome, type Test } from './verdict.js'

/** A comparison before the verdict, which needs all others of the report. */
interface Measured {
  readonly stage: string
  readonly one: MeasuredVariant
  readonly other: MeasuredVariant
  readonly judged: Judged
  readonly same: boolean
  /** Why no verdict is possible whatever the figures, as the verdict to show. */
  readonly barred?: Verdict
  readonly reasons: readonly string[]
  readonly test?: Test
}

/** What `comparisons` returns. */
export interface Compared {
  /** A member for each stage that has an `of`. */
  readonly stages: readonly StageComparison[]
  readonly families: Families
}

/** Returns the variants of each stage that has an `of`, compared with it. */
export function comparisons(plan: Plan, variants: readonly MeasuredVariant[], rows: RowsByJob = new Map()): Compared {
  const { objective } = plan.experiment
  const searched = new Set(plan.stages.filter(({ kind }) => kind === 'tune').map(({ name }) => name))
  const byRef = new Map(variants.map((one) => [one.variant.ref, one]))
  const byStage = groupBy(variants, ({ stage }) => stage)
  const measured = plan.stages.flatMap(({ name, of }) => {
    const other = of === undefined ? undefined : (byRef.get(of) ?? only(byStage.get(of)))
    if (other === undefined) return []
    return (byStage.get(name) ?? [])
      .filter(({ variant }) => variant.ref !== other.variant.ref)
      .map((one) => measure(name, one, other, { objective, rows, isSearched: searched.has(name) }))
  })
  const { outcomes, families } = judgeTests(
    measured.flatMap(({ test }) => test ?? []),
    objective.minEffect,
  )
  const measuredOf = groupBy(measured, ({ stage }) => stage)
  const stages = plan.stages.flatMap(({ name }): StageComparison[] => {
    const own = measuredOf.get(name) ?? []
    const [first] = own
    if (first === undefined) return []
    const told = own.map((each) => comparison(each, each.test && outcomes.get(each.test.key), objective, families))
    return [{ stage: name, of: first.other.variant.ref, family: families.comparisons, rows: told }]
  })
  return { stages, families }
}

/** `of` names a variant, or a stage that has one variant only. */
function only(variants: readonly MeasuredVariant[] = []): MeasuredVariant | undefined {
  return variants.length === 1 ? variants[0] : undefined
}

/** Returns one variant compared with another apart from any stage: a family of one. */
export function compareTwo(
  one: MeasuredVariant,
  other: MeasuredVariant,
  objective: ReportedObjective,
  rows: RowsByJob = new Map(),
): Comparison {
  const measured = measure(one.stage, one, other, { objective, rows, isSearched: true })
  const { outcomes, families } = judgeTests(measured.test ? [measured.test] : [], objective.minEffect)
  return comparison(measured, measured.test && outcomes.get(measured.test.key), objective, families)
}

interface Terms {
  readonly objective: ReportedObjective
  readonly rows: RowsByJob
  /** Whether a search chose the variant, on the validation rows. */
  readonly isSearched: boolean
}

function measure(stage: string, one: MeasuredVariant, other: MeasuredVariant, terms: Terms): Measured {
  const { objective, rows } = terms
  const judged = judge(one, other, objective, rows)
  const same = shareJobs(one.runs, other.runs)
  const barred = same ? undefined : barrier(judged, [one, other], terms)
  const { difference } = judged
  const canBeTold = !same && barred === undefined && difference !== undefined
  return {
    stage,
    one,
    other,
    judged,
    same,
    ...(barred && { barred: barred.verdict }),
    reasons: barred?.reason === undefined ? [] : [barred.reason],
    ...(canBeTold && {
      test: {
        key: keyOf(one.runs, other.runs),
        difference,
        notBetter: hidesFailures(one),
        notWorse: hidesFailures(other),
      },
    }),
  }
}

function keyOf(ours: readonly MeasuredRun[], theirs: readonly MeasuredRun[]): string {
  const names = (runs: readonly MeasuredRun[]): string => runs.map(({ jobName }) => jobName).join(' ')
  return `${names(ours)} | ${names(theirs)}`
}

function comparison(
  { one, other, judged, same, barred, reasons }: Measured,
  outcome: Outcome | undefined,
  { minEffect }: ReportedObjective,
  families: Families,
): Comparison {
  const { pairs, method, n, part, basis, difference } = judged
  const forbidden = outcome?.verdict === "can't tell" && outcome.adjustedP < familyAlpha
  const verdict = same ? 'same jobs' : (barred ?? outcome?.verdict ?? 'too few seeds')
  const improvement = difference?.mean ?? pairs[0]?.improvement
  const otherRows = onOtherRows(judged, one, other)
  return {
    ref: one.variant.ref,
    of: other.variant.ref,
    method,
    n,
    judgedOn: { part, ...(basis === 'rows' && difference && { rows: difference.rows }) },
    ...(improvement !== undefined &&
      Number.isFinite(improvement) && { improvement: improvement === 0 ? 0 : improvement }),
    ...(difference && figures(difference, outcome?.level ?? confidence)),
    ...(outcome && { adjustedP: outcome.adjustedP }),
    ...(verdict === "can't tell" &&
      difference &&
      barred === undefined &&
      !forbidden &&
      toDecide(difference, minEffect, families)),
    verdict,
    pairs,
    ...(otherRows && { otherRows }),
    notes: same
      ? []
      : comparisonNotes(one, other, judged, {
          otherRows,
          reasons: [...reasons, ...(forbidden ? [hiddenFailures] : [])],
        }),
  }
}

const hiddenFailures =
  'Seeds failed for a reason of their own: they may be the worst ones, so the rest gets no “better” or “worse”.'

/** The interval at its family's level, its two parts, and beside it the interval of this comparison alone. */
function figures(difference: SpreadDifference, level: number): Partial<Comparison> {
  const { mean, sources } = difference
  const part = (of: 'seeds' | 'rows'): number =>
    halfWidth(
      sources.filter((source) => source.of === of),
      level,
    )
  return {
    ...(Number.isFinite(part('seeds') + part('rows')) && {
      interval: intervalAround(mean, sources, level),
      level,
      spread: { seeds: part('seeds'), ...(difference.rows > 0 && { rows: part('rows') }) },
      unadjusted: intervalAround(mean, sources, confidence),
    }),
    p: pOf(mean, sources),
  }
}

/** Seeds or rows that would decide: planned from `min_effect`, never from the difference that was observed. */
function toDecide(
  difference: SpreadDifference,
  minEffect: number,
  { comparisons: tests }: Families,
): Partial<Comparison> {
  return minEffect > 0
    ? { needed: needed(difference, minEffect, tests) }
    : { detectable: detectable(difference, tests) }
}
