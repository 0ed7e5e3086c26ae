/**
 * A tuning stage → its arms: what is known now, what is to be created, and what waits for results.
 *
 *     training definitions
 *        │ start       from another stage's result, and from whose weights         plan/stages/results.ts, lineage.ts
 *        │ define      ranges with their types, the first parent's included        plan/tuning/search-definition.ts
 *        ▼
 *        ├─ start from parents, if SageMaker allows it                             plan/tuning/warm-start.ts
 *        ├─ continue the chain of tuning jobs that exist                           plan/tuning/chain.ts
 *        └─ request    one CreateHyperParameterTuningJob for what is left          plan/tuning/tuning-job.ts
 */

import type { Stage } from '../../language/experiment.js'
import { checkSearch } from '../tuning/check-search.js'
import { foreignParent, isForeign } from '../tuning/foreign-parent.js'
import { shareOf } from '../tuning/narrow.js'
import { planArm } from '../tuning/plan-arm.js'
import { searchDefinition } from '../tuning/search-definition.js'
import { checkDistinct, jobParent } from '../tuning/warm-start.js'
import type { ArmSource, Parent, SearchDefinition, SearchVariant, TuningStage } from '../arm.js'
import type { Origin } from '../variant-plan.js'
import { originOf } from './lineage.js'
import type { StageFrame } from './outcome.js'
import { bestResult, possibleStarts, startingFrom } from './results.js'
import type { TuningUnit } from './units.js'

/** Returns a tuning stage with its arms. Reports what is wrong with it, and then returns undefined. */
export function planTuningStage(
  { stage: name, definitions: written }: TuningUnit,
  frame: StageFrame,
): TuningStage | undefined {
  const stage = frame.experiment.stages[name] ?? {}
  const starts = startsOf(written, frame)
  const parents = starts && parentsOf(stage, frame)
  if (starts === undefined || parents === undefined) return undefined
  const all = starts.definitions.map((start) => definitionsOf(start, stage, parents, frame))
  const possible = all.flatMap((some) => some ?? [])
  if (all.includes(undefined)) return undefined
  checkSearch(stage, possible, frame)
  const definitions = all.flatMap((some) => some?.slice(0, 1) ?? [])
  const arm = (ref: string, from: readonly Parent[]) => {
    const source: ArmSource = {
      ref,
      name,
      stage,
      definitions,
      parents: from,
      relatives: parents,
      blockers: starts.blockers,
    }
    return planArm(source, frame)
  }
  const cold = stage.warm_start?.control === 'cold' ? [arm(`${name}/cold`, [])] : []
  return { name, definitions, possible, arms: [arm(name, parents), ...cold] }
}

/** The starts of a stage's definitions, and the jobs that have to end before they are known. */
interface Starts {
  readonly definitions: readonly Start[]
  readonly blockers: ArmSource['blockers']
}

interface Start {
  /** The definition; or what it may turn out to be, if another stage's result decides that. */
  readonly possible: readonly SearchVariant[]
  readonly origin: Origin | undefined
}

function startsOf(written: readonly SearchVariant[], frame: StageFrame): Starts | undefined {
  const base = written[0]?.result
  const result = base && bestResult(base, frame)
  if (result?.kind === 'none') return undefined
  const definitions = written.map((one) => {
    const possible =
      result === undefined
        ? [one]
        : result.kind === 'known'
          ? [startingFrom(one, result.best, frame.context)]
          : possibleStarts(one, frame)
    return { possible, origin: possible[0] && originOf(possible[0], frame) }
  })
  const origins = definitions.map(({ origin }) => origin)
  if (origins.some((origin) => origin?.kind === 'none')) return undefined
  return { definitions, blockers: [result, ...origins].filter((one) => one?.kind === 'waiting') }
}

/** The arms that a stage starts from; undefined if one of them is missing, which has been reported. */
function parentsOf({ warm_start: warm }: Stage, frame: StageFrame): readonly Parent[] | undefined {
  if (warm === undefined) return []
  const found = warm.from.map((ref, index) => {
    if (ref.startsWith('job:')) return jobParent(warm, index, frame)
    return isForeign(ref) ? foreignParent(warm, index, frame) : parentNamed(ref, frame)
  })
  const parents = found.filter((one) => one !== undefined)
  if (parents.length < found.length) return undefined
  checkDistinct(parents, warm, frame)
  return parents
}

function parentNamed(ref: string, { stages }: StageFrame): Parent | undefined {
  const [arm] = stages.get(ref)?.arms ?? []
  return arm && { ...arm.asParent, ref }
}

/** A training definition as each thing that it may start from makes it; undefined if one of them cannot be. */
function definitionsOf(
  { possible, origin }: Start,
  { warm_start: warm }: Stage,
  [first]: readonly Parent[],
  frame: StageFrame,
): readonly SearchDefinition[] | undefined {
  const narrow = warm?.narrow === undefined ? {} : { narrow: shareOf(warm.narrow) }
  const inherited = first && { original: first.original, ...narrow }
  const all = possible.map((variant) => searchDefinition(variant, { inherited, origin }, frame))
  const definitions = all.filter((one) => one !== undefined)
  return definitions.length < all.length ? undefined : definitions
}
