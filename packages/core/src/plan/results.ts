/** What searches found: the trials to confirm, and the variants that start from the best of them. */

import type { Variant } from '../expand.js'
import { changeAll } from '../expand-draft.js'
import type { VariantResult } from '../expand-search.js'
import { stageOfResult } from '../possible-recipes.js'
import { parseAttempt } from './names.js'
import { confirmedVariants } from './confirm.js'
import type { ArmPlan } from './plan-arm.js'
import type { SearchStage } from './plan-searches.js'
import type { Deferred } from './planned.js'
import { resolveVariant } from './resolve-variant.js'
import type { SearchFrame } from './search-definition.js'
import { trainingJobName } from './training-job.js'

/** A result that is known, has to be waited for, or that there is none of. */
export type Result =
  | { readonly kind: 'known'; readonly best: Variant }
  | { readonly kind: 'waiting'; readonly after: readonly string[]; readonly afterStages: readonly string[] }
  | { readonly kind: 'none' }

/** Variants to train now, and what waits. */
export interface Ready {
  readonly variants: readonly Variant[]
  readonly deferred: readonly Deferred[]
  /** Those that wait, with the recipe that they start from: to be checked, not to be trained. */
  readonly waiting: readonly Variant[]
}

/** Returns the variants of stages that train, and those that confirm what searches found, in the file's order. */
export function readyVariants(
  variants: readonly Variant[],
  searches: ReadonlyMap<string, SearchStage>,
  frame: SearchFrame,
): Ready {
  const [ready, waiting, deferred]: [Variant[], Variant[], Deferred[]] = [[], [], []]
  const seen = new Set<string>()
  for (const variant of variants) {
    if (variant.search === undefined) {
      const search = variant.result && searches.get(stageOfResult(variant.result))
      const result = variant.result && bestResult(variant.result, search, frame)
      if (result === undefined) ready.push(variant)
      else if (result.kind === 'known') ready.push(startingFrom(variant, result.best, frame))
      else if (result.kind === 'waiting') {
        const { ref, stage, seeds } = variant
        const { after, afterStages } = result
        deferred.push({ ref, stage, after, afterStages, jobs: seeds.length })
        waiting.push(...possibleStarts(variant, search, frame))
      }
    } else if (!seen.has(variant.stage)) {
      seen.add(variant.stage)
      for (const arm of searches.get(variant.stage)?.arms ?? []) {
        ready.push(...confirmed(arm))
        deferred.push(...arm.deferred, ...waitingTrials(arm, variant))
      }
    }
  }
  return { variants: ready, deferred, waiting }
}

/** Returns the best of the confirmed trials, by their mean over the seeds. */
export function bestResult({ arm: ref }: VariantResult, stage: SearchStage | undefined, frame: SearchFrame): Result {
  const arm = stage?.arms.find(({ planned }) => planned.ref === ref)
  if (arm === undefined) return { kind: 'none' }
  if (!arm.hasEnded) return { kind: 'waiting', after: arm.asParent.after, afterStages: arm.asParent.afterStages }
  const candidates = confirmed(arm)
  if (candidates.length === 0) return { kind: 'none' }
  const scores = candidates.map((variant) => (candidates.length === 1 ? [] : jobsOf(variant, frame)))
  const missing = scores.flat().flatMap(({ name, hasEnded }) => (hasEnded ? [] : [name]))
  if (missing.length > 0) return { kind: 'waiting', after: missing, afterStages: [arm.source.name] }
  const means = scores.map((jobs) => mean(jobs.flatMap(({ score }) => (score === undefined ? [] : [score]))))
  const sign = frame.experiment.objective.goal === 'maximize' ? 1 : -1
  const ranked = candidates
    .map((variant, index) => ({ variant, index, score: candidates.length === 1 ? 0 : sign * (means[index] ?? NaN) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score || a.index - b.index)
  const [best] = ranked
  return best ? { kind: 'known', best: best.variant } : { kind: 'none' }
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

function confirmed({ source, settings, top, fixed, hasEnded }: ArmPlan): readonly Variant[] {
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

interface ConfirmingJob {
  readonly name: string
  readonly hasEnded: boolean
  readonly score: number | undefined
}

function jobsOf(variant: Variant, { experiment, context, models }: SearchFrame): ConfirmingJob[] {
  const resolved = resolveVariant(variant, experiment, context, models)
  return variant.seeds.map((seed) => {
    const name = trainingJobName({ experiment }, resolved, seed)
    const attempts = (context.records ?? []).filter((record) => parseAttempt(record.name).name === name)
    const done = attempts.find(({ status }) => status === 'Completed')
    const isRunning = attempts.some(({ status }) => status === 'InProgress' || status === 'Stopping')
    const score = done?.metrics[experiment.objective.metric]
    return { name, hasEnded: done !== undefined || (attempts.length > 0 && !isRunning), score }
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
