/**
 * The tuning jobs behind one search. A search whose limits or ranges are edited goes on as a child of the jobs that
 * exist, and nothing is trained twice; this file says which jobs those are and what is left to do.
 */

import { taskTagKey } from '../../contract/tags.js'
import type { TuningRecord } from '../../contract/tuning-record.js'
import { canonicalJson } from '../../base/digest.js'
import type { Scalar } from '../../language/experiment.js'
import { decodeHyperparameters } from '../../contract/hyperparameters.js'
import { leastSeconds } from '../../contract/job-size.js'
import { ranOutOfTime } from './search-budget.js'
import type { Grant } from './search-budget.js'
import type { KnownDefinition } from './training-definition.js'
import type { SearchJob } from './tuning-job.js'
import { taskOf } from './tuning-job.js'

/** The next step of a chain. */
export type ChainState =
  /** A job is to be created: the first one, or a child of those that exist. */
  | { readonly kind: 'create'; readonly trials: number }
  /** The last job is what the file asks for: it runs, or has ended. */
  | { readonly kind: 'current'; readonly hasEnded: boolean }
  /** The file asks for more than the last job does, which has to end first. */
  | { readonly kind: 'wait'; readonly trials: number }
  /** The file asks for more, and SageMaker cannot go on with such a job. */
  | { readonly kind: 'stuck' }

/** Why a chain has ended, for the user. */
export type ChainNote = 'nothing-left' | 'stopped' | 'failed' | 'budget-spent'

/** The wishes that decide whether a chain goes on. */
export interface ChainWishes {
  readonly settings: SearchJob['settings']
  /** Missing while the ranges wait for a parent's results. */
  readonly known: readonly KnownDefinition[] | undefined
  readonly retry: boolean
  /** How long the tuning job after some others may run. */
  readonly grant: Grant
}

/** The marks of a chain's jobs among all tuning jobs. */
export interface Asked extends Pick<SearchJob, 'ref' | 'stage' | 'settings'> {
  readonly definitions: readonly KnownDefinition[]
  /** Returns the name of the job after some others; missing while that waits for a parent's results. */
  readonly nameAfter: ((before: readonly TuningRecord[]) => string) | undefined
  /** The parents that the file writes: they are no links. */
  readonly parents: readonly string[]
  /** Whether the file has a stage of this name. */
  readonly hasStage: (name: string) => boolean
}

/** Returns the jobs that exist behind a search, the oldest first: known by their stage, or by what they search. */
export function chainOf(job: Asked, searches: readonly TuningRecord[]): readonly TuningRecord[] {
  const task = taskOf(job.definitions.map(({ definition }) => definition))
  const { strategy, searchSeed, earlyStopping } = job.settings
  const alike = searches.filter(
    ({ tags, ...record }) =>
      record.status !== 'Deleting' &&
      tags[taskTagKey] === task &&
      record.strategy === strategy &&
      (strategy === 'grid' || (record.searchSeed ?? 0) === searchSeed) && // A grid tries every value, whatever the seed.
      record.earlyStopping === earlyStopping &&
      record.definitions.length === job.definitions.length,
  )
  const name = job.nameAfter?.([])
  const renamed = renamedLinks(job, alike)
  const related = alike.filter((one) => one.name === name || isTagged(one, job) || renamed.has(one))
  const everTuned = new Set(
    [...related.flatMap(({ definitions }) => definitions), ...job.definitions].flatMap(({ ranges }) =>
      Object.keys(ranges),
    ),
  )
  return related
    .filter(({ definitions }) => definitions.every((one, index) => isSame(one, job.definitions[index], everTuned)))
    .sort(byCreation)
}

function isTagged({ tags }: TuningRecord, { stage, ref }: Asked): boolean {
  return tags['assay:stage'] === stage && tags['assay:variant'] === ref
}

/**
 * Returns the links of a stage that was called otherwise before: a job whose name says that it is what the file asks for
 * now, after others of a name that is no stage's any more. After edited ranges the first of them is not found alone.
 */
function renamedLinks(job: Asked, alike: readonly TuningRecord[]): ReadonlySet<TuningRecord> {
  const { nameAfter, parents, hasStage } = job
  if (nameAfter === undefined) return new Set()
  const former = alike.filter(({ tags }) => !hasStage(tags['assay:stage'] ?? ''))
  const own = alike.filter((one) => isTagged(one, job))
  const links = [...former, ...own].flatMap((last) => {
    const isOwn = own.includes(last)
    const before = (isOwn ? [...former, ...own] : former)
      .filter(({ name }) => last.parents.includes(name) && !parents.includes(name))
      .sort(byCreation)
    // A search that starts from another one, with its ranges, has the name of a link of that one.
    const isOneSearch = before.length > 0 && (isOwn || before.every((one) => isSameArm(one, last)))
    return isOneSearch && nameAfter(before) === last.name ? [...before, last] : []
  })
  return new Set(links)
}

function isSameArm({ tags: a }: TuningRecord, { tags: b }: TuningRecord): boolean {
  return a['assay:stage'] === b['assay:stage'] && a['assay:variant'] === b['assay:variant']
}

function byCreation(a: TuningRecord, b: TuningRecord): number {
  return a.createdAt < b.createdAt ? -1 : 1
}

/** Returns what is to be done. */
export function chainState(
  chain: readonly TuningRecord[],
  { settings, known, retry, grant }: ChainWishes,
): { readonly state: ChainState; readonly note?: ChainNote } {
  const last = chain.at(-1)
  if (last === undefined) return { state: { kind: 'create', trials: settings.maximumTrials } }
  const before = trialCount(chain.slice(0, -1))
  const isEdited = known !== undefined && !searchesSame(last, known)
  const asksMore = settings.maximumTrials > before + (last.maximumTrials ?? Infinity)
  const hasEnded = isEnded(last)
  const isCutShort = hasEnded && last.status !== 'Completed'
  const remainder = settings.maximumTrials - before - (hasEnded ? last.trials.length : (last.maximumTrials ?? Infinity))
  const wants = asksMore || isEdited || asksLonger(chain, grant) || (isCutShort && retry)
  if (!wants || (hasEnded && remainder <= 0)) {
    const note = !hasEnded ? undefined : wants && isEdited ? 'nothing-left' : cutShort(last)
    return { state: { kind: 'current', hasEnded }, ...(note === undefined ? {} : { note }) }
  }
  if (!canGoOn(settings, chain)) return { state: { kind: 'stuck' } }
  if (!hasEnded)
    return remainder > 0 || isEdited ? { state: { kind: 'wait', trials: Math.max(remainder, 0) } } : current
  if ((grant(chain) ?? Infinity) < leastSeconds) return { state: { kind: 'current', hasEnded }, note: 'budget-spent' }
  return { state: { kind: 'create', trials: remainder } }
}

/** Whether the last job has used up its time, and the file now allows it more. */
function asksLonger(chain: readonly TuningRecord[], grant: Grant): boolean {
  const last = chain.at(-1)
  if (last === undefined || !ranOutOfTime(last)) return false
  return (grant(chain.slice(0, -1)) ?? Infinity) > (last.maximumSeconds ?? Infinity)
}

const current = { state: { kind: 'current', hasEnded: false } } as const

/** SageMaker starts from random and Bayesian searches with one training definition only. */
export function canGoOn({ strategy }: Pick<TuningRecord, 'strategy'>, [first]: readonly TuningRecord[]): boolean {
  return (strategy === 'bayesian' || strategy === 'random') && first?.definitions.length === 1
}

function cutShort(last: TuningRecord): ChainNote | undefined {
  if (last.status === 'Completed') return ranOutOfTime(last) ? 'budget-spent' : undefined
  return last.status === 'Failed' ? 'failed' : 'stopped'
}

/** Whether a tuning job makes no more trials. */
export function isEnded({ status }: TuningRecord): boolean {
  return status !== 'InProgress' && status !== 'Stopping'
}

/** Returns how many trials the jobs have made: each counts, however it ended. */
export function trialCount(chain: readonly TuningRecord[]): number {
  return chain.reduce((count, { trials }) => count + trials.length, 0)
}

/** Whether a definition differs from an existing one in nothing but ranges and what was or is tuned. */
function isSame(
  record: TuningRecord['definitions'][number],
  known: KnownDefinition | undefined,
  everTuned: ReadonlySet<string>,
): boolean {
  if (known === undefined || record.name !== known.definition.variant.search.definition) return false
  const [existing, wanted] = [fixedOf(record), encoded(known)]
  const names = (fixed: object, ranges: object): string =>
    [...Object.keys(fixed), ...Object.keys(ranges)].sort().join(' ')
  if (names(existing, record.ranges) !== names(wanted, known.ranges)) return false
  return Object.entries(wanted).every(([name, value]) => everTuned.has(name) || existing[name] === value)
}

function searchesSame({ definitions, strategy }: TuningRecord, known: readonly KnownDefinition[]): boolean {
  return known.every((one, index) => {
    const record = definitions[index]
    if (record === undefined) return false
    const same = [
      strategy === 'grid' ? [record.ranges, one.ranges].map(sorted) : [record.ranges, one.ranges],
      [fixedOf(record), encoded(one)],
    ]
    return same.every(([a, b]) => canonicalJson(a) === canonicalJson(b))
  })
}

/** A grid tries every value, in whichever order they are written. */
function sorted(ranges: KnownDefinition['ranges']): KnownDefinition['ranges'] {
  const entries = Object.entries(ranges).map(([name, range]) => {
    if (range.kind !== 'categorical') return [name, range] as const
    return [name, { ...range, values: [...range.values].sort((a, b) => (String(a) < String(b) ? -1 : 1)) }] as const
  })
  return Object.fromEntries(entries) as KnownDefinition['ranges']
}

/** The static hyperparameters but for the seed and those below an underscore: the training spec's, and SageMaker's own. */
export function fixedOf({ staticHyperparameters }: TuningRecord['definitions'][number]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(staticHyperparameters).filter(([name]) => name !== 'seed' && !name.startsWith('_')),
  )
}

/** Returns them typed; of a job that is not ours, all values are text. */
export function typedValues(definition: TuningRecord['definitions'][number]): Record<string, Scalar> {
  const fixed = fixedOf(definition)
  try {
    return { ...fixed, ...decodeHyperparameters(definition.staticHyperparameters).values }
  } catch {
    return fixed
  }
}

function encoded({ values }: KnownDefinition): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}
