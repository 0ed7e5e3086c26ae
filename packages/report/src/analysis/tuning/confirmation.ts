/** Did tuning help? Compares the best trials, trained again on fresh seeds, with the variant that the search started from. */

import type { PlannedArm, PlannedStage } from '@assay/core'

import type { Comparison, StageComparison } from '../../report/report.js'
import type { Confirmation, ConfirmedTrial, SearchTrial } from '../../report/search-report.js'
import { objectives, type MeasuredVariant } from '../../records/runs.js'
import { estimate, oneMore } from '../../statistics/statistics.js'

/** The sources of a confirmation. */
interface Evidence {
  readonly variants: readonly MeasuredVariant[]
  readonly comparisons: readonly StageComparison[]
}

/** Returns the confirmed trials of an arm. */
export function confirmation(
  arm: PlannedArm,
  stage: PlannedStage,
  trials: readonly SearchTrial[],
  { variants, comparisons }: Evidence,
  goal: 'maximize' | 'minimize',
): Confirmation {
  const compared = comparisons.find((one) => one.stage === stage.name)
  const comparedByRef = new Map(compared?.rows.map((row) => [row.ref, row]))
  const byJob = new Map(trials.map((trial) => [trial.jobName, trial]))
  const baseline = variants.find(({ variant }) => variant.ref === compared?.of)
  const rows = confirmedVariants(arm, variants).map((variant) =>
    confirmedTrial(
      variant,
      byJob.get(variant.variant.repeats?.trial ?? ''),
      { baseline, compared: comparedByRef.get(variant.variant.ref) },
      goal,
    ),
  )
  const best = bestRow(rows, goal)
  return {
    ...(stage.of !== undefined && { of: compared?.of ?? stage.of }),
    wanted: arm.confirm,
    rows,
    ...(best && { best: best.ref }),
    verdict: best?.verdict ?? 'no result',
    notes: notes(arm, stage, rows, best, trials),
  }
}

/** Returns the variants that repeat an arm's trials, the best tuning score first. */
export function confirmedVariants(arm: PlannedArm, variants: readonly MeasuredVariant[]): MeasuredVariant[] {
  const rank = (ref: string): number | undefined => {
    const match = ref.startsWith(`${arm.ref}/`) ? /^top-(\d+)$/.exec(ref.slice(arm.ref.length + 1)) : null
    return match ? Number(match[1]) : undefined
  }
  return variants
    .filter(({ variant }) => rank(variant.ref) !== undefined)
    .sort((a, b) => (rank(a.variant.ref) ?? 0) - (rank(b.variant.ref) ?? 0))
}

function confirmedTrial(
  { variant, runs }: MeasuredVariant,
  trial: SearchTrial | undefined,
  {
    compared,
    baseline,
  }: { readonly compared?: Comparison | undefined; readonly baseline?: MeasuredVariant | undefined },
  goal: 'maximize' | 'minimize',
): ConfirmedTrial {
  const values = [...objectives(runs).values()]
  const found = estimate(values)
  const sign = goal === 'maximize' ? 1 : -1
  const score = trial?.objective
  const spread = found && score !== undefined ? oneMore(values) : undefined
  const of = baseline && estimate([...objectives(baseline.runs).values()])
  const promised = score !== undefined && of ? sign * (score - of.mean) : undefined
  const optimism = optimismOf(
    promised,
    compared?.improvement,
    found && score !== undefined ? sign * (score - found.mean) : undefined,
  )
  return {
    ref: variant.ref,
    ...(trial && { trial: trial.number }),
    ...(trial?.definition !== undefined && { definition: trial.definition }),
    ...(score !== undefined && { tuningScore: score }),
    seeds: values.length,
    ...(found && { confirmed: found.mean }),
    ...(found?.interval && { interval: found.interval }),
    ...(promised !== undefined && { promised }),
    ...(optimism !== undefined && { optimism }),
    ...(spread !== undefined && { optimismOfOneSeed: { low: -spread, high: spread } }),
    ...(compared?.improvement !== undefined && { improvement: compared.improvement }),
    ...(compared?.interval && { improvementInterval: compared.interval }),
    ...(compared?.adjustedP !== undefined && { adjustedP: compared.adjustedP }),
    verdict: compared?.verdict ?? 'no result',
  }
}

/**
 * Levels on different rows are never compared: optimism is the trial's lead over `of` on the rows that chose it, minus the
 * confirmed lead on the rows that judge. Without an `of` both levels are of the validation rows.
 */
function optimismOf(
  promised: number | undefined,
  confirmed: number | undefined,
  ofLevels: number | undefined,
): number | undefined {
  return promised !== undefined && confirmed !== undefined ? promised - confirmed : ofLevels
}

function bestRow(rows: readonly ConfirmedTrial[], goal: 'maximize' | 'minimize'): ConfirmedTrial | undefined {
  const sign = goal === 'maximize' ? 1 : -1
  return rows
    .filter(({ confirmed }) => confirmed !== undefined)
    .reduce<ConfirmedTrial | undefined>(
      (best, row) => (best === undefined || sign * ((row.confirmed ?? 0) - (best.confirmed ?? 0)) > 0 ? row : best),
      undefined,
    )
}

function notes(
  arm: PlannedArm,
  stage: PlannedStage,
  rows: readonly ConfirmedTrial[],
  best: ConfirmedTrial | undefined,
  trials: readonly SearchTrial[],
): string[] {
  const measured = rows.filter(({ confirmed }) => confirmed !== undefined).length
  const completed = trials.filter(({ status }) => status === 'completed').length
  return [
    ...(arm.confirm === 0
      ? [
          `A tuning score is one seed’s, and the best of ${completed} is picked for being good or lucky: it cannot say by itself whether tuning helped. With “confirm” the best trials are trained again on fresh seeds.`,
        ]
      : []),
    ...(arm.confirm > 0 && rows.length < arm.confirm
      ? [`${rows.length} of ${arm.confirm} trials to confirm are known so far.`]
      : []),
    ...(stage.of === undefined && arm.confirm > 0
      ? ['The stage has no “of”, so its confirmed trials are compared with nothing.']
      : []),
    ...(best && measured > 1
      ? [
          `${best.ref} is the best of ${measured} by the same seeds that measure it, so its mean flatters it a little (the winner’s curse); the verdict accounts for the choice, the mean does not.`,
        ]
      : []),
    ...rows
      .filter(({ trial }) => trial === undefined)
      .map(({ ref }) => `${ref}: the trial that it repeats is not among the trials known.`),
  ]
}
