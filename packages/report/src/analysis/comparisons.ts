/** Each variant against the one it starts from, seed by seed. */

import type { JobRecord, Plan } from '@assay/core'

import type { Comparison, ReportedObjective, SeedPair, StageComparison } from '../report/report.js'
import { shareJobs } from './leaderboard.js'
import { objectives, type MeasuredVariant } from '../records/runs.js'
import { groupBy } from '../statistics/group-by.js'
import { holm, pairedDifference, welchDifference, type Difference } from '../statistics/statistics.js'
import { fewestSeeds, verdict } from './verdict.js'

/** A comparison before the verdict, which needs the other comparisons of its stage. */
interface Measured {
  readonly row: Omit<Comparison, 'verdict'>
  readonly found?: Difference
  readonly same: boolean
}

/** Returns a comparison for each stage that has an `of`. */
export function comparisons(plan: Plan, variants: readonly MeasuredVariant[]): StageComparison[] {
  const { objective } = plan.experiment
  const byRef = new Map(variants.map((measured) => [measured.variant.ref, measured]))
  const byStage = groupBy(variants, ({ stage }) => stage)
  return plan.stages.flatMap(({ name, of }) => {
    const other = of === undefined ? undefined : (byRef.get(of) ?? only(byStage.get(of)))
    if (other === undefined) return []
    const measured = (byStage.get(name) ?? []).filter(({ variant }) => variant.ref !== other.variant.ref)
    return measured.length === 0 ? [] : [stageComparison(name, measured, other, objective)]
  })
}

/** `of` names a variant, or a stage that has one variant only. */
function only(variants: readonly MeasuredVariant[] = []): MeasuredVariant | undefined {
  return variants.length === 1 ? variants[0] : undefined
}

function stageComparison(
  stage: string,
  variants: readonly MeasuredVariant[],
  other: MeasuredVariant,
  objective: ReportedObjective,
): StageComparison {
  const measured = variants.map((variant) => compare(variant, other, objective))
  const judged = measured.filter(({ found, same, row }) => found && !same && row.n >= fewestSeeds)
  const adjusted = new Map(holm(judged.map(({ found }) => found?.p ?? 1)).map((p, index) => [judged[index], p]))
  const rows = measured.map((one): Comparison => {
    const adjustedP = adjusted.get(one)
    return {
      ...one.row,
      ...(adjustedP !== undefined && { adjustedP }),
      verdict: verdict({ ...one, n: one.row.n, adjustedP, minEffect: objective.minEffect }),
    }
  })
  return { stage, of: other.variant.ref, family: judged.length, rows }
}

/** Returns one variant compared with another, apart from any stage: a family of one. */
export function compareTwo(one: MeasuredVariant, other: MeasuredVariant, objective: ReportedObjective): Comparison {
  const { row, found, same } = compare(one, other, objective)
  return {
    ...row,
    verdict: verdict({ same, n: row.n, ...(found && { found, adjustedP: found.p }), minEffect: objective.minEffect }),
  }
}

function compare(one: MeasuredVariant, other: MeasuredVariant, { goal }: ReportedObjective): Measured {
  const sign = goal === 'maximize' ? 1 : -1
  const [ours, theirs] = [objectives(one.runs), objectives(other.runs)]
  const pairs = [...ours].flatMap(([seed, value]): SeedPair[] => {
    const of = theirs.get(seed)
    return of === undefined ? [] : [{ seed, variant: value, of, improvement: sign * (value - of) }]
  })
  const same = shareJobs(one.runs, other.runs)
  const unpaired = pairs.length === 0 && ours.size > 0 && theirs.size > 0
  const found = unpaired
    ? welchDifference(scaled(ours, sign), scaled(theirs, sign))
    : pairedDifference(
        pairs.map(({ improvement }) => improvement),
        Math.max(...pairs.flatMap(({ variant, of }) => [Math.abs(variant), Math.abs(of)])),
      )
  const otherRows = haveOtherRows(one, other)
  const improvement = found?.mean ?? pairs[0]?.improvement
  const row = {
    ref: one.variant.ref,
    of: other.variant.ref,
    method: unpaired ? ('welch' as const) : pairs.length > 0 ? ('paired' as const) : ('none' as const),
    n: unpaired ? Math.min(ours.size, theirs.size) : pairs.length,
    ...(improvement !== undefined && { improvement }),
    ...(found && { interval: found.interval, p: found.p }),
    pairs,
    ...(otherRows && { otherRows }),
    notes: same ? [] : [...seedNotes(one, other), ...rowNotes(otherRows, other), ...methodNotes(unpaired, found)],
  }
  return { row, same, ...(found && { found }) }
}

function scaled(values: ReadonlyMap<number, number>, sign: number): number[] {
  return [...values.values()].map((value) => sign * value)
}

function seedNotes(one: MeasuredVariant, other: MeasuredVariant): string[] {
  const lost = [one, other].flatMap(({ variant, runs }) =>
    runs
      .filter(({ objective }) => objective === undefined)
      .map(({ seed, status }) => `Seed ${seed} of ${variant.ref} is left out: ${statusWords[status]}.`),
  )
  return lost
}

/** Whether jobs of the same seed say that their validation rows differ. */
function haveOtherRows(one: MeasuredVariant, other: MeasuredVariant): boolean {
  const theirs = new Map(other.runs.map(({ seed, record }) => [seed, digestOf(record)]))
  return one.runs.some(({ seed, record }) => {
    const [own, its] = [digestOf(record), theirs.get(seed)]
    return own !== undefined && its !== undefined && own !== its
  })
}

function rowNotes(otherRows: boolean, { variant }: MeasuredVariant): string[] {
  return otherRows
    ? [
        `Its validation rows are not those of ${variant.ref}: the difference may come from the rows, not from what changed.`,
      ]
    : []
}

const digestOf = (record: JobRecord | undefined): string | undefined => record?.artefact?.environment?.validationDigest

const statusWords = {
  completed: 'it has no result',
  failed: 'it failed',
  stopped: 'it was stopped',
  running: 'it still runs',
  pending: 'it has not been started',
} as const

function methodNotes(unpaired: boolean, found: Difference | undefined): string[] {
  return [
    ...(unpaired
      ? ['The two have no completed seed in common, so they are compared unpaired, by Welch’s t test.']
      : []),
    ...(found?.zeroVariance ? ['Every seed gave exactly the same difference, so the interval has no width.'] : []),
  ]
}
