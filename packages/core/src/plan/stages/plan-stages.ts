/** All stages, planned once, in dependency order: `of`, `warm_start.from` and `init_weights.from` come first. */

import type { Deferred } from '../../contract/planned.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'
import type { DonorVariant } from '../../variants/donor.js'
import type { Variant } from '../../variants/expand.js'
import { checkLimits } from '../tuning/check-limits.js'
import type { ArmPlan, TuningStage } from '../arm.js'
import type { PlanFrame } from '../context.js'
import type { StartedVariant, VariantPlan } from '../variant-plan.js'
import { inDependencyOrder } from './dependency-order.js'
import { donorNamed } from './lineage.js'
import type { Outcome, StageFrame } from './outcome.js'
import { planTuningStage } from './plan-tuning-stage.js'
import { planVariant } from './plan-variant.js'
import { confirmedTrials } from './results.js'
import { unitsOf } from './units.js'

/** The plans of all stages. */
export interface StagePlans {
  /** Tuning stages by name. */
  readonly tuning: ReadonlyMap<string, TuningStage>
  /** Variants to train now, confirmed trials among them, in the file's order. */
  readonly ready: readonly VariantPlan[]
  /** Variants that wait for the jobs from whose weights they start: to be checked, not to be trained. */
  readonly waiting: readonly StartedVariant[]
  /** Variants that wait for an arm, with each recipe that they may start from: to be checked. */
  readonly drafts: readonly ResolvedVariant[]
  readonly deferred: readonly Deferred[]
  /** Returns a variant or an arm of this file as one that hands weights on. */
  readonly donorNamed: (ref: string) => DonorVariant
}

/** Returns the plans of all stages, and reports what is wrong with them. */
export function planStages(variants: readonly Variant[], frame: PlanFrame): StagePlans {
  const units = unitsOf(variants)
  const outcomes = new Map<string, Outcome>()
  const stages = new Map<string, TuningStage | undefined>()
  const done: StageFrame = { ...frame, units, outcomes, stages }
  for (const unit of inDependencyOrder(units, frame.experiment, frame.reporter)) {
    if (unit.kind === 'train') outcomes.set(unit.variant.ref, planVariant(unit.variant, done))
    else {
      const stage = planTuningStage(unit, done)
      stages.set(unit.stage, stage)
      for (const trial of stage?.arms.flatMap(confirmedTrials) ?? []) outcomes.set(trial.ref, planVariant(trial, done))
    }
  }
  const tuning = new Map(
    units.all.flatMap((unit) => {
      const stage = unit.kind === 'tune' ? stages.get(unit.stage) : undefined
      return stage ? [[stage.name, stage]] : []
    }),
  )
  checkLimits(tuning.values(), frame)
  return { tuning, ...inFileOrder(variants, done), donorNamed: (ref) => donorNamed(ref, done) }
}

/** The outcomes in the file's order, confirmed trials in the place of their stage. */
function inFileOrder(
  variants: readonly Variant[],
  { outcomes, stages }: StageFrame,
): Pick<StagePlans, 'ready' | 'waiting' | 'drafts' | 'deferred'> {
  const [ready, waiting, drafts]: [VariantPlan[], StartedVariant[], ResolvedVariant[]] = [[], [], []]
  const [deferred, seen] = [[] as Deferred[], new Set<string>()]
  const add = (ref: string): void => {
    const outcome = outcomes.get(ref)
    if (outcome?.kind === 'known') ready.push(outcome.plan)
    if (outcome?.kind !== 'waiting' || outcome.waiting === undefined) return
    const { after, afterStages } = outcome
    const { variant, started, drafts: possible } = outcome.waiting
    deferred.push({ ref, stage: variant.stage, after, afterStages, jobs: variant.seeds.length })
    if (started) waiting.push(started)
    drafts.push(...possible)
  }
  for (const { ref, stage, search, seeds } of variants) {
    if (search === undefined) add(ref)
    else if (!seen.has(stage)) {
      seen.add(stage)
      for (const arm of stages.get(stage)?.arms ?? []) {
        for (const trial of confirmedTrials(arm)) add(trial.ref)
        deferred.push(...arm.deferred, ...waitingTrials(arm, seeds.length))
      }
    }
  }
  return { ready, waiting, drafts, deferred }
}

function waitingTrials({ source, settings, hasEnded, asParent }: ArmPlan, jobs: number): Deferred[] {
  if (hasEnded) return []
  const { after, afterStages } = asParent
  return Array.from({ length: settings.confirm }, (_, rank) => ({
    ref: `${source.ref}/top-${rank + 1}`,
    stage: source.name,
    after,
    afterStages,
    jobs,
  }))
}
