/** What searches found: the trials to confirm, and the variants that start from the best of them. */

import type { Variant } from '../../variants/expand.js'
import { changeAll } from '../../variants/expand-draft.js'
import type { VariantResult } from '../../variants/expand-search.js'
import { stageOfResult } from '../../variants/possible-recipes.js'
import { confirmedVariants } from '../tuning/confirm.js'
import type { DonorResult } from '../../variants/donor.js'
import { bestCandidate, jobScores } from '../training/job-scores.js'
import type { Candidate, JobScore } from '../training/job-scores.js'
import type { ArmPlan } from '../tuning/plan-arm.js'
import type { SearchStage } from './plan-tuning-stage.js'
import type { Deferred } from '../../contract/planned.js'
import { resolveVariant } from '../../engines/resolve-variant.js'
import type { SearchFrame } from '../tuning/search-definition.js'
import { trainingJobName } from '../training/training-job.js'

/** The best of the confirmed trials, once it is known. */
export type Result = DonorResult<{ readonly kind: 'known'; readonly best: Variant }>

/** Variants to train now, and what waits. */
export interface Ready {
  readonly variants: readonly Variant[]
  readonly deferred: readonly Deferred[]
  /** Those that wait for the jobs from whose weights they start: to be checked, not to be trained. */
  readonly waiting: readonly Variant[]
  /** Those that wait for a search, with the recipe that they start from. */
  readonly drafts: readonly Variant[]
}

/**
 * Returns the variants of stages that train, and those that confirm what searches found, in the file's order; also those
 * that wait for the jobs from whose weights they start.
 */
export function readyVariants(
  variants: readonly Variant[],
  searches: ReadonlyMap<string, SearchStage>,
  frame: SearchFrame,
): Ready {
  const [ready, waiting, drafts, deferred]: [Variant[], Variant[], Variant[], Deferred[]] = [[], [], [], []]
  const seen = new Set<string>()
  const add = (variant: Variant): void => {
    const search = variant.result && searches.get(stageOfResult(variant.result))
    const result = variant.result && bestResult(variant.result, search, frame)
    if (result && result.kind !== 'known')
      return void (defer(variant, result) && drafts.push(...possibleStarts(variant, search, frame)))
    const started = result ? startingFrom(variant, result.best, frame) : variant
    const origin = frame.lineage.originOf(started)
    if (origin && origin.kind !== 'known') return void (defer(started, origin) && waiting.push(started))
    ready.push(started)
  }
  const defer = ({ ref, stage, seeds }: Variant, result: DonorResult<never>): boolean => {
    if (result.kind === 'none') return false
    const { after, afterStages } = result
    return deferred.push({ ref, stage, after, afterStages, jobs: seeds.length }) > 0
  }
  for (const variant of variants) {
    if (variant.search === undefined) add(variant)
    else if (!seen.has(variant.stage)) {
      seen.add(variant.stage)
      for (const arm of searches.get(variant.stage)?.arms ?? []) {
        confirmedTrials(arm).forEach(add)
        deferred.push(...arm.deferred, ...waitingTrials(arm, variant))
      }
    }
  }
  return { variants: ready, deferred, waiting, drafts }
}

/** Returns what the best of the confirmed trials is, by their mean over the seeds. */
export function bestResult({ arm: ref }: VariantResult, stage: SearchStage | undefined, frame: SearchFrame): Result {
  const arm = stage?.arms.find(({ planned }) => planned.ref === ref)
  if (arm === undefined) return { kind: 'none' }
  if (!arm.hasEnded) return { kind: 'waiting', after: arm.asParent.after, afterStages: arm.asParent.afterStages }
  return bestConfirmed(arm, frame)
}

/** Returns the best of a search's confirmed trials, of equal ones the first, once the search has ended. */
export function bestConfirmed(arm: ArmPlan, frame: SearchFrame): Result {
  const candidates = confirmedTrials(arm)
  const [only, another] = candidates
  if (only && !another) return { kind: 'known', best: only }
  const scored: Candidate<Variant>[] = []
  for (const variant of candidates) {
    const origin = frame.lineage.originOf(variant)
    if (origin && origin.kind !== 'known') return origin
    const jobs = jobsOf(variant, frame)
    if (jobs === undefined) return { kind: 'none', isReported: true }
    scored.push({ of: variant, jobs })
  }
  return bestCandidate(scored, frame.experiment.objective.goal, arm.source.name)
}

/** Returns a variant with the recipe of the best trial, its tuned values included: what the file says after it stays. */
export function startingFrom<V extends Variant>(variant: V, best: Variant, { context }: SearchFrame): V {
  const started = { ...variant, ...changeAll(best, variant.result?.changes ?? [], context.positions) }
  return variant.of !== undefined && isResultRef(variant.of) ? { ...started, of: best.ref } : started
}

/** Returns a variant as it starts from each training definition of a search that has not ended: to be checked. */
export function possibleStarts<V extends Variant>(
  variant: V,
  search: SearchStage | undefined,
  { context }: SearchFrame,
): readonly V[] {
  const changes = variant.result?.changes ?? []
  return (search?.possible ?? []).map(({ resolved }) => ({
    ...variant,
    ...changeAll(resolved.variant, changes, context.positions),
  }))
}

function isResultRef(ref: string): boolean {
  return /^[^/]+\/(best|cold)$/.test(ref)
}

/** Returns the trials of a search that are trained again; none before it has ended. */
export function confirmedTrials({ source, settings, top, fixed, hasEnded }: ArmPlan): readonly Variant[] {
  if (!hasEnded || settings.confirm === 0) return []
  const definitions = source.definitions.map((definition, index) => ({ ...definition, fixed: fixed[index] ?? {} }))
  return confirmedVariants(source.ref, top, definitions)
}

function waitingTrials({ source, settings, hasEnded, asParent }: ArmPlan, { seeds }: Variant): Deferred[] {
  if (hasEnded) return []
  const { after, afterStages } = asParent
  return Array.from({ length: settings.confirm }, (_, rank) => ({
    ref: `${source.ref}/top-${rank + 1}`,
    stage: source.name,
    after,
    afterStages,
    jobs: seeds.length,
  }))
}

function jobsOf(variant: Variant, frame: SearchFrame): readonly JobScore[] | undefined {
  const resolved = resolveVariant(variant, frame)
  if (resolved === undefined) return undefined
  const runs = variant.seeds.map((seed) => ({ seed, jobName: trainingJobName(frame, resolved, seed) }))
  return jobScores(runs, frame)
}
