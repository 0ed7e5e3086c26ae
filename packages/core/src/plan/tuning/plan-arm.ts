/** One search of a tuning stage, the warm one or its cold control: what is known of it, and what is to be done. */

import type { Scalar } from '../../language/experiment.js'
import { experimentTagKey } from '../../contract/tags.js'
import type { TuningDefinition, TuningRecord } from '../../contract/tuning-record.js'
import { reportBarren, reportNote } from './arm-notes.js'
import { chainOf, chainState, typedValues } from './chain.js'
import { topTrials } from './confirm.js'
import { decideArm } from './decide-arm.js'
import { describeArm, describeSearched } from './describe-arm.js'
import type { PlannedRange } from '../../contract/planned.js'
import { grantOf } from './search-budget.js'
import type { Grant } from './search-budget.js'
import { sharedValues } from './search-definition.js'
import { searchSettings } from './search-settings.js'
import { warmSpace } from './search-space.js'
import type { KnownDefinition } from './training-definition.js'
import { searchJobName } from './tuning-job.js'
import type { SearchJob } from './tuning-job.js'
import { alignedValues, bestOf, checkParent, warmStartType } from './warm-start.js'
import type { ArmPlan, ArmSource, KnownSpace, Parent, SearchDefinition, SearchSettings, SearchSpace } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** Returns an arm's plan. */
export function planArm(source: ArmSource, frame: PlanFrame): ArmPlan {
  const { ref, name, stage, definitions, parents } = source
  const settings = settingsOf(source)
  const spaces = definitions.map((definition) => spaceOf(definition, parents, frame))
  const known = knownAll(spaces, source)
  checkParents(source, frame)

  const waits = source.blockers.length > 0 || parents.some(({ hasEnded }) => !hasEnded)
  const isBarren = !waits && parents.some((parent) => bestOf(parent, frame) === undefined)
  const grant = grantOf({ budget: stage.budget, definitions, parallel: settings.maximumParallel }, frame)
  const job = jobMaker(source, { known, settings, grant }, frame)

  const nameAfter = (before: readonly TuningRecord[]) => searchJobName(frame, job(settings.maximumTrials, before))
  const asked = {
    ref,
    stage: name,
    settings,
    definitions: known,
    nameAfter: waits ? undefined : nameAfter,
    parents: parents.flatMap((parent) => parent.jobNames),
    hasStage: (stage: string) => Object.hasOwn(frame.experiment.stages, stage),
  }
  const chain = chainOf(asked, ownSearches(frame))
  const wishes = { settings, known: waits ? undefined : known, retry: frame.context.retry === true, grant }
  const { state, note } = chainState(chain, wishes)
  const decided = decideArm(state, { source, chain, waits, isBarren, job }, frame)
  if (note !== undefined) reportNote(note, source, chain, frame)
  if (isBarren && chain.length === 0) reportBarren(source, frame)

  const jobNames = [...chain.map((record) => record.name), ...decided.created]
  const hasEnded = (state.kind === 'current' && state.hasEnded) || (isBarren && chain.length === 0)
  const searched = state.kind === 'current' ? searchedSpaces(chain, definitions) : undefined
  const facts = { settings, seconds: grant([]), jobNames, warmStart: job(1, []).warmStart }
  const planned = searched
    ? describeSearched(source, chain, { ...facts, known: knownAll(searched, source), waits: false })
    : describeArm(source, { ...facts, known, waits })
  return {
    source,
    planned,
    settings,
    steps: decided.steps,
    deferred: decided.deferred,
    hasEnded,
    fixed: (searched ?? spaces).map(({ fixed }) => fixed),
    top: hasEnded ? topTrials(chain, frame.experiment.objective.goal, Math.max(settings.confirm, 1)) : [],
    asParent: {
      stage: name,
      jobNames,
      chain,
      hasEnded,
      original: definitions[0]?.space.original ?? {},
      searched: (searched ?? spaces)[0] ?? { ranges: {}, fixed: {} },
      unknown: planned.definitions[0]?.unknown ?? [],
      values: known[0]?.values ?? {},
      task: definitions[0]?.task,
      after: hasEnded ? [] : (decided.deferred[0]?.after ?? jobNames.slice(-1)),
      afterStages: hasEnded ? [] : [name],
    },
  }
}

/** A parent of another file may have the same stage and the same task: it is no link of a chain of this one. */
function ownSearches({ context: { searches = [] }, experiment }: PlanFrame): readonly TuningRecord[] {
  return searches.filter(({ tags }) => tags[experimentTagKey] === experiment.name)
}

interface Making {
  readonly known: readonly KnownDefinition[]
  readonly settings: SearchSettings
  readonly grant: Grant
}

/** Returns what makes the tuning job that is to make so many trials after the ones of a chain. */
function jobMaker(
  { ref, name, stage, definitions: [first], parents }: ArmSource,
  { known, settings, grant }: Making,
  frame: PlanFrame,
): (trials: number, chain: readonly TuningRecord[]) => SearchJob {
  const declared = parents.flatMap(({ jobNames }) => jobNames)
  return (trials, chain) => {
    const type =
      first && parents.length > 0
        ? warmStartType(parents, first, known[0]?.values ?? {}, stage.warm_start, frame)
        : 'identical'
    const all = [...chain.map((record) => record.name), ...declared]
    return {
      ref,
      stage: name,
      definitions: known,
      settings,
      trials,
      seconds: grant(chain),
      parents: all,
      ...(all.length > 0 ? { warmStart: type } : {}),
    }
  }
}

/** A cold control has a search seed of its own: with the parent's it would begin with the parent's trials. */
function settingsOf({ ref, name, stage, definitions: [first] }: ArmSource): SearchSettings {
  const settings = searchSettings(stage, first?.variant.recipe.resources ?? {}, first?.space.original ?? {})
  return ref === name ? settings : { ...settings, searchSeed: settings.searchSeed + 1 }
}

/** Where the search looks, as far as it is known: a parent's best counts only when all parents have ended. */
function spaceOf({ space }: SearchDefinition, parents: readonly Parent[], frame: PlanFrame): KnownSpace {
  const [first] = parents
  if (first === undefined) return { ranges: space.original, fixed: {} }
  const best = parents.every(({ hasEnded }) => hasEnded) ? bestOf(first, frame) : undefined
  return warmSpace(space, first.searched, best ?? {})
}

/**
 * Where the last tuning job of a search that is as the file asks has looked: what its parents have found since does not
 * change that. Undefined if none exists.
 */
function searchedSpaces(
  chain: readonly TuningRecord[],
  definitions: readonly SearchDefinition[],
): readonly KnownSpace[] | undefined {
  const last = chain.at(-1)
  return last && definitions.map(({ space }, index) => searchedSpace(last.definitions[index], space))
}

function searchedSpace(record: TuningDefinition | undefined, { original }: SearchSpace): KnownSpace {
  const values = record === undefined ? {} : typedValues(record)
  const [ranges, fixed]: [Record<string, PlannedRange>, Record<string, Scalar>] = [{}, {}]
  for (const name of Object.keys(original)) {
    const [range, value] = [record?.ranges[name], values[name]]
    if (range !== undefined) ranges[name] = range
    else if (value !== undefined) fixed[name] = value
  }
  return { ranges, fixed }
}

function knownAll(spaces: readonly KnownSpace[], source: ArmSource): readonly KnownDefinition[] {
  return source.definitions.map((definition, index) => knownDefinition(definition, spaces[index], source))
}

function knownDefinition(
  definition: SearchDefinition,
  space: KnownSpace = { ranges: {}, fixed: {} },
  { relatives }: Pick<ArmSource, 'relatives'>,
): KnownDefinition {
  const values = alignedValues(sharedValues(definition, space), space.ranges, definition, relatives)
  return { definition, ranges: space.ranges, values }
}

function checkParents({ parents, definitions: [first], stage }: ArmSource, frame: PlanFrame): void {
  const { warm_start: warm } = stage
  if (first === undefined || warm === undefined) return
  const values = sharedValues(first, { ranges: first.space.original, fixed: {} })
  for (const parent of parents) checkParent(parent, first, values, { place: stage, warm }, frame)
}
