/**
 * Tuning stages → their searches: what is known now, what is to be created, and what waits for results.
 *
 *     Variant[] of tuning stages
 *        │ define      ranges with their types, the first parent's included            plan/tuning/search-definition.ts
 *        ▼
 *        ├─ start from parents, where SageMaker lets it                                plan/tuning/warm-start.ts
 *        ├─ go on with the tuning jobs that exist                                      plan/tuning/chain.ts
 *        ├─ request    one CreateHyperParameterTuningJob for what is left to search    plan/tuning/tuning-job.ts
 *        └─ confirm    the best trials as variants to train                            plan/tuning/confirm.ts
 */

import type { Stage } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import { stageOfResult } from '../../variants/possible-recipes.js'
import { checkSearch } from '../tuning/check-search.js'
import { foreignParent, isForeign } from '../tuning/foreign-parent.js'
import { createLineage } from './lineage.js'
import type { Lineage } from './lineage.js'
import { planArm } from '../tuning/plan-arm.js'
import type { ArmPlan } from '../tuning/plan-arm.js'
import { bestResult, possibleStarts, startingFrom } from './results.js'
import { stepName } from '../../contract/planned.js'
import type { Parent } from '../tuning/warm-start.js'
import { checkDistinct, jobParent } from '../tuning/warm-start.js'
import { searchDefinition } from '../tuning/search-definition.js'
import type { SearchDefinition, SearchFrame, SearchVariant } from '../tuning/search-definition.js'
import { shareOf } from '../tuning/narrow.js'

/** One tuning stage. */
export interface SearchStage {
  readonly name: string
  readonly definitions: readonly SearchDefinition[]
  /** Those, and where another search decides what they start from, what else they may turn out to be. */
  readonly possible: readonly SearchDefinition[]
  /** The search, and its cold control where there is one. */
  readonly arms: readonly ArmPlan[]
}

/** What `planSearches` returns. */
export interface Searches {
  /** The tuning stages by name. */
  readonly stages: ReadonlyMap<string, SearchStage>
  /** Who starts from whose weights: what searches found may hand them on. */
  readonly lineage: Lineage
}

/** Returns the tuning stages, and reports what is wrong with them. */
export function planSearches(variants: readonly Variant[], known: Omit<SearchFrame, 'lineage'>): Searches {
  const planned = new Map<string, SearchStage | 'open' | undefined>()
  const tuning = new Set(variants.filter(isSearch).map(({ stage }) => stage))

  const searchOf = (name: string): SearchStage | 'open' | undefined => {
    if (tuning.has(name) && !planned.has(name)) {
      planned.set(name, 'open')
      planned.set(name, planStage(name))
    }
    return planned.get(name)
  }

  /** A cycle of `of` and `warm_start` has been refused before. */
  const stageNamed = (name: string): SearchStage | undefined => {
    const stage = searchOf(name)
    return stage === 'open' ? undefined : stage
  }

  const lineage = createLineage(variants, known, searchOf)
  const frame: SearchFrame = { ...known, lineage }

  const planStage = (name: string): SearchStage | undefined => {
    const stage = frame.experiment.stages[name] as Stage
    const written = variants.filter((variant): variant is SearchVariant => variant.stage === name && isSearch(variant))
    const base = written[0]?.result
    const decides = base && stageNamed(stageOfResult(base))
    const result = base && bestResult(base, decides, frame)
    if (result?.kind === 'none') return undefined
    const starts = written.map((one) => {
      if (result?.kind === 'known') return [startingFrom(one, result.best, frame)]
      return result ? possibleStarts(one, decides, frame) : [one]
    })
    const origins = starts.flatMap(([one]) => (one ? [lineage.originOf(one)] : []))
    if (origins.some((origin) => origin?.kind === 'none')) return undefined
    const blockers = [result, ...origins].filter((one) => one?.kind === 'waiting')
    const warm = stage.warm_start
    const parents = warm?.from.map((ref, index) => {
      if (ref.startsWith('job:')) return jobParent(warm, index, frame)
      return isForeign(ref) ? foreignParent(warm, index, frame) : parentOf(stageNamed(ref), ref)
    })
    if (parents?.includes(undefined)) return undefined
    const relatives = (parents ?? []) as Parent[]
    if (warm) checkDistinct(relatives, warm, frame)
    const [first] = relatives
    const narrow = warm?.narrow === undefined ? {} : { narrow: shareOf(warm.narrow) }
    const inherited = first && { original: first.original, ...narrow }
    const all = starts.map((some) => some.map((variant) => searchDefinition(variant, inherited, frame)))
    const possible = all.flat().filter((one) => one !== undefined)
    if (possible.length < all.flat().length) return undefined
    const definitions = all.flatMap(([one]) => one ?? [])
    checkSearch(stage, possible, frame)
    const search = { name, stage, definitions, relatives, blockers }
    const arm = planArm({ ...search, ref: name, parents: relatives }, frame)
    const cold = warm?.control === 'cold' ? [planArm({ ...search, ref: `${name}/cold`, parents: [] }, frame)] : []
    return { name, definitions, possible, arms: [arm, ...cold] }
  }

  const stages = [...tuning].flatMap((name) => stageNamed(name) ?? [])
  checkLimits(stages, frame)
  return { stages: new Map(stages.map((stage) => [stage.name, stage])), lineage }
}

/** Two searches that differ in nothing but their limits would be one tuning job with two limits. */
function checkLimits(stages: readonly SearchStage[], { experiment, reporter }: SearchFrame): void {
  const first = new Map<string, { readonly ref: string; readonly input: string }>()
  for (const { name, arms } of stages) {
    for (const { planned, steps } of arms) {
      for (const step of steps) {
        const input = JSON.stringify(step.input.HyperParameterTuningJobConfig)
        const known = first.get(stepName(step))
        if (known === undefined) first.set(stepName(step), { ref: planned.ref, input })
        else if (known.input !== input) {
          const message = `"${planned.ref}" is the same search as "${known.ref}", but with other limits. ${planned.strategy === 'grid' ? 'Give both the same.' : 'Give it a "search_seed" of its own.'}`
          reporter.report('bad-search', message, [experiment.stages, name, 'key'])
        }
      }
    }
  }
}

/** Whether a variant is a training definition of a search. */
export function isSearch(variant: Variant): variant is SearchVariant {
  return variant.search !== undefined
}

function parentOf(stage: SearchStage | undefined, ref: string): Parent | undefined {
  const [arm] = stage?.arms ?? []
  const [definition] = stage?.definitions ?? []
  return arm && definition && { ...arm.asParent, ref }
}
