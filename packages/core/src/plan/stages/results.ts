/** The results of arms: the trials to confirm, and the variants that start from the best of them. */

import type { Variant } from '../../variants/expand.js'
import { changeAll } from '../../variants/expand-draft.js'
import type { VariantResult } from '../../variants/expand-search.js'
import { stageOfResult } from '../../variants/possible-recipes.js'
import type { DonorResult } from '../../variants/donor.js'
import { bestCandidate, jobScores } from '../training/job-scores.js'
import type { Candidate } from '../training/job-scores.js'
import { confirmedVariants } from '../tuning/confirm.js'
import type { ArmPlan } from '../arm.js'
import type { PlanContext } from '../context.js'
import { refused } from './outcome.js'
import type { StageFrame } from './outcome.js'

/** The best of the confirmed trials, once it is known. */
export type Result = DonorResult<{ readonly kind: 'known'; readonly best: Variant }>

/** Returns which of the confirmed trials is the best, by their mean over the seeds. */
export function bestResult(result: VariantResult, frame: StageFrame): Result {
  const stage = frame.stages.get(stageOfResult(result))
  const arm = stage?.arms.find(({ planned }) => planned.ref === result.arm)
  if (arm === undefined) return refused
  if (!arm.hasEnded) return { kind: 'waiting', after: arm.asParent.after, afterStages: arm.asParent.afterStages }
  return bestConfirmed(arm, frame)
}

/** Returns the best of an arm's confirmed trials, of equal ones the first, once the arm has ended. */
export function bestConfirmed(arm: ArmPlan, frame: StageFrame): Result {
  const trials = confirmedTrials(arm)
  const [only, another] = trials
  if (only && !another) return { kind: 'known', best: only }
  const candidates: Candidate<Variant>[] = []
  for (const trial of trials) {
    const outcome = frame.outcomes.get(trial.ref) ?? refused
    if (outcome.kind !== 'known') return outcome
    candidates.push({ of: trial, jobs: jobScores(outcome.plan.runs, frame) })
  }
  return bestCandidate(candidates, frame.experiment.objective.goal, arm.source.name)
}

/** Returns the trials of an arm that are trained again; none before it has ended. */
export function confirmedTrials({ source, settings, top, fixed, hasEnded }: ArmPlan): readonly Variant[] {
  if (!hasEnded || settings.confirm === 0) return []
  const definitions = source.definitions.map((definition, index) => ({ ...definition, fixed: fixed[index] ?? {} }))
  return confirmedVariants(source.ref, top, definitions)
}

/** Returns a variant with the recipe of the best trial, tuned values included; later changes of the file still apply. */
export function startingFrom<V extends Variant>(
  variant: V,
  best: Variant,
  { positions }: Pick<PlanContext, 'positions'>,
): V {
  const started = { ...variant, ...changeAll(best, variant.result?.changes ?? [], positions) }
  return variant.of !== undefined && isResultRef(variant.of) ? { ...started, of: best.ref } : started
}

/** Returns a variant as it starts from each training definition of an arm that has not ended: to be checked. */
export function possibleStarts<V extends Variant>(variant: V, { stages, context }: StageFrame): readonly V[] {
  const { result } = variant
  const stage = result && stages.get(stageOfResult(result))
  return (stage?.possible ?? []).map(({ resolved }) => ({
    ...variant,
    ...changeAll(resolved.variant, result?.changes ?? [], context.positions),
  }))
}

function isResultRef(ref: string): boolean {
  return /^[^/]+\/(best|cold)$/.test(ref)
}
