/** One search of a tuning stage, the warm one or its cold control: what is known of it, and what is to be done. */

import type { Stage } from '../experiment.js'
import { experimentTagKey } from '../tags.js'
import type { TuningRecord } from '../tuning-record.js'
import { chainOf, chainState, trialCount } from './chain.js'
import type { ChainNote, ChainState } from './chain.js'
import { topTrials } from './confirm.js'
import type { RankedTrial } from './confirm.js'
import { describeArm } from './describe-arm.js'
import type { Deferred, PlannedArm, TuningStep } from './planned.js'
import type { SearchDefinition, SearchFrame } from './search-definition.js'
import { sharedValues } from './search-definition.js'
import { combinationCount, searchSettings } from './search-settings.js'
import type { SearchSettings } from './search-settings.js'
import { leastSpace, warmSpace } from './search-space.js'
import type { KnownSpace, Ranges } from './search-space.js'
import { searchJobName, tuningJob } from './tuning-job.js'
import type { KnownDefinition, SearchJob } from './tuning-job.js'
import { alignedValues, bestOf, checkParent, mostParents, warmStartType } from './warm-start.js'
import type { Parent } from './warm-start.js'

/** What an arm is made from. */
export interface ArmSource {
  readonly ref: string
  readonly name: string
  readonly stage: Stage
  readonly definitions: readonly SearchDefinition[]
  /** What it starts from: nothing, where it is a cold control. */
  readonly parents: readonly Parent[]
  /** Whose set of names its hyperparameters have: the parents, also of a cold control. */
  readonly relatives: readonly Parent[]
  /** What has to end before its own recipe, or whose weights its trials start from, is known. */
  readonly blockers: readonly Pick<Deferred, 'after' | 'afterStages'>[]
}

/** An arm with what is to be done about it. */
export interface ArmPlan {
  readonly source: ArmSource
  readonly planned: PlannedArm
  readonly settings: SearchSettings
  readonly steps: readonly TuningStep[]
  readonly deferred: readonly Deferred[]
  /** Whether there is nothing more to search. */
  readonly hasEnded: boolean
  /** Of each definition, what is held fixed at a parent's best. */
  readonly fixed: readonly KnownSpace['fixed'][]
  /** The best trials, the best first, once it has ended. */
  readonly top: readonly RankedTrial[]
  readonly asParent: Omit<Parent, 'ref'>
}

/** Returns an arm's plan. */
export function planArm(source: ArmSource, frame: SearchFrame): ArmPlan {
  const { ref, name, definitions, parents } = source
  const [first] = definitions
  const settings = settingsOf(source)
  const spaces = definitions.map((definition) => spaceOf(definition, parents, frame))
  const known = definitions.map((definition, index) => knownDefinition(definition, spaces[index] as KnownSpace, source))
  checkParents(source, frame)

  const waits = source.blockers.length > 0 || parents.some(({ hasEnded }) => !hasEnded)
  const isBarren = !waits && parents.some((parent) => bestOf(parent, frame) === undefined)
  const job = (trials: number, chain: readonly TuningRecord[]): SearchJob => {
    const declared = parents.flatMap(({ jobNames }) => jobNames)
    const type =
      first && parents.length > 0
        ? warmStartType(parents, first, known[0]?.values ?? {}, source.stage.warm_start, frame)
        : 'identical'
    const all = [...chain.map((record) => record.name), ...declared]
    return {
      ref,
      stage: name,
      definitions: known,
      settings,
      trials,
      parents: all,
      ...(all.length > 0 ? { warmStart: type } : {}),
    }
  }
  const rootName = waits ? undefined : searchJobName(frame, job(settings.maximumTrials, []))
  const { searches = [] } = frame.context
  // A parent of another file may have the same stage and the same task: it is no link of this chain.
  const own = searches.filter(({ tags }) => tags[experimentTagKey] === frame.experiment.name)
  const chain = chainOf({ ref, stage: name, settings, definitions: known }, rootName, own)
  const { state, note } = chainState(chain, { settings }, waits ? undefined : known, frame.context.retry === true)
  const decided = decide(state, { source, chain, waits, isBarren, job }, frame)
  if (note !== undefined) reportNote(note, source, chain, frame)
  if (isBarren && chain.length === 0) reportBarren(source, frame)

  const jobNames = [...chain.map((record) => record.name), ...decided.created]
  const hasEnded = (state.kind === 'current' && state.hasEnded) || (isBarren && chain.length === 0)
  const planned = describeArm(source, { settings, jobNames, known, spaces, warmStart: job(1, []).warmStart, waits })
  const [space = { ranges: {}, fixed: {} }] = spaces
  return {
    source,
    planned,
    settings,
    steps: decided.steps,
    deferred: decided.deferred,
    hasEnded,
    fixed: spaces.map(({ fixed }) => fixed),
    top: hasEnded ? topTrials(chain, frame.experiment.objective.goal, Math.max(settings.confirm, 1)) : [],
    asParent: {
      stage: name,
      jobNames,
      chain,
      hasEnded,
      original: first?.space.original ?? {},
      searched: space,
      unknown: planned.definitions[0]?.unknown ?? [],
      values: known[0]?.values ?? {},
      task: first?.task,
      after: hasEnded ? [] : (decided.deferred[0]?.after ?? jobNames.slice(-1)),
      afterStages: hasEnded ? [] : [name],
    },
  }
}

/** A cold control has a search seed of its own: with the parent's it would begin with the parent's trials. */
function settingsOf({ ref, name, stage, definitions: [first] }: ArmSource): SearchSettings {
  const settings = searchSettings(stage, first?.variant.recipe.resources ?? {}, first?.space.original ?? {})
  return ref === name ? settings : { ...settings, searchSeed: settings.searchSeed + 1 }
}

/** Where the search looks, as far as it is known: a parent's best counts only when all parents have ended. */
function spaceOf({ space }: SearchDefinition, parents: readonly Parent[], frame: SearchFrame): KnownSpace {
  const [first] = parents
  if (first === undefined) return { ranges: space.original, fixed: {} }
  const best = parents.every(({ hasEnded }) => hasEnded) ? bestOf(first, frame) : undefined
  return warmSpace(space, first.searched, best ?? {})
}

function knownDefinition(definition: SearchDefinition, space: KnownSpace, { relatives }: ArmSource): KnownDefinition {
  const values = alignedValues(sharedValues(definition, space), space.ranges, definition, relatives)
  return { definition, ranges: space.ranges, values }
}

function checkParents({ parents, definitions: [first], stage }: ArmSource, frame: SearchFrame): void {
  const { warm_start: warm } = stage
  if (first === undefined || warm === undefined) return
  const values = sharedValues(first, { ranges: first.space.original, fixed: {} })
  for (const parent of parents) checkParent(parent, first, values, { place: stage, warm }, frame)
}

interface Situation {
  readonly source: ArmSource
  readonly chain: readonly TuningRecord[]
  readonly waits: boolean
  readonly isBarren: boolean
  readonly job: (trials: number, chain: readonly TuningRecord[]) => SearchJob
}

interface Decided {
  readonly created: readonly string[]
  readonly steps: readonly TuningStep[]
  readonly deferred: readonly Deferred[]
}

const nothing: Decided = { created: [], steps: [], deferred: [] }

function decide(state: ChainState, { source, chain, waits, isBarren, job }: Situation, frame: SearchFrame): Decided {
  const { ref, name, stage, parents, blockers } = source
  const awaited = [...parents, ...blockers]
  const { report } = frame.problems
  const last = chain.at(-1)
  const deferred = (after: readonly string[], afterStages: readonly string[], jobs: number): Decided => ({
    ...nothing,
    deferred: [{ ref, stage: name, after: [...new Set(after)], afterStages: [...new Set(afterStages)], jobs }],
  })
  if (state.kind === 'stuck') {
    const why =
      chain[0]?.definitions.length === 1
        ? `${chain[0].strategy} searches`
        : 'searches with several training definitions'
    const message = `"${ref}" has run, and SageMaker cannot go on with ${why}. Undo the change, or give the stage another name to search again from the start.`
    report('bad-continuation', message, [stage, Object.hasOwn(stage, 'max_trials') ? 'max_trials' : 'strategy', 'key'])
    return nothing
  }
  if (state.kind === 'current') return { ...nothing, steps: last ? sameStep(last, chain, job, frame, waits) : [] }
  if (waits) {
    const least = source.definitions.map(({ space }) => (parents.length > 0 ? leastSpace(space) : space.original))
    checkCount(least, state.trials, source, frame)
    return deferred(
      awaited.flatMap(({ after }) => after),
      awaited.flatMap(({ afterStages }) => afterStages),
      state.trials,
    )
  }
  if (isBarren) return nothing
  if (state.kind === 'wait') return deferred([last?.name ?? ''], [name], state.trials)
  const next = job(state.trials, chain)
  if (next.parents.length > mostParents) {
    const message = `"${ref}" would start from ${next.parents.length} tuning jobs, its own and those of its parents; SageMaker allows ${mostParents}. Make a new stage that starts from those that matter, each as "job:NAME".`
    report(
      'bad-continuation',
      message,
      chain.length > 0 ? [stage, 'max_trials', 'key'] : [stage.warm_start ?? stage, 'from'],
    )
    return nothing
  }
  checkCount(
    next.definitions.map(({ ranges }) => ranges),
    state.trials,
    source,
    frame,
  )
  const step = tuningJob(frame, next)
  return { ...nothing, created: [step.input.HyperParameterTuningJobName ?? ''], steps: [step] }
}

/** SageMaker refuses a finite space with fewer combinations than trials. */
function checkCount(
  spaces: readonly Ranges[],
  trials: number,
  { ref, stage }: ArmSource,
  { problems }: SearchFrame,
): void {
  const count = spaces.reduce((sum, ranges) => sum + combinationCount(ranges), 0)
  if (count >= trials) return
  const message = `"${ref}" has ${count} combinations, fewer than ${trials} trials; SageMaker refuses that. Lower "max_trials" or widen the ranges.`
  problems.report('bad-search', message, [stage, 'max_trials'])
}

/** The request of a job that exists already, where the file still asks for exactly that. */
function sameStep(
  last: TuningRecord,
  chain: readonly TuningRecord[],
  job: Situation['job'],
  frame: SearchFrame,
  waits: boolean,
): readonly TuningStep[] {
  if (waits) return []
  const same = job(last.maximumTrials ?? 1, chain.slice(0, -1))
  return searchJobName(frame, same) === last.name ? [tuningJob(frame, same)] : []
}

function reportNote(
  note: ChainNote,
  { ref, stage }: ArmSource,
  chain: readonly TuningRecord[],
  frame: SearchFrame,
): void {
  const last = chain.at(-1)
  const count = trialCount(chain)
  const trials = count === 1 ? '1 trial' : `${count} trials`
  const messages: Readonly<Record<ChainNote, string>> = {
    'nothing-left': `"${ref}" has changed, but it has made all of its ${trials}. Raise "max_trials" to search on.`,
    stopped: `The search "${ref}" was stopped after ${trials}; "assay run --retry" goes on with the rest.`,
    failed: `The search "${ref}" failed after ${trials} (${last?.failureReason ?? 'no reason given'}); "assay run --retry" goes on with the rest.`,
  }
  frame.problems.report('search-ended', messages[note], [stage, 'max_trials', 'key'], 'warning')
}

function reportBarren({ ref, parents, stage }: ArmSource, frame: SearchFrame): void {
  const barren = parents.filter((parent) => bestOf(parent, frame) === undefined).map((parent) => `"${parent.ref}"`)
  const message = `"${ref}" cannot start: ${barren.join(' and ')} has no completed trial to start from.`
  frame.problems.report('search-ended', message, [stage, 'warm_start', 'key'], 'warning')
}
