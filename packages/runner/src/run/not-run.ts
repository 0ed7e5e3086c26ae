/** Parts of a plan that will not run, because a search that they depend on gave no result. */

import type { Deferred, Plan, PlannedArm, TuningRecord } from '@assay/core'

import { armsOf, type PlannedJob } from '../jobs/planned-jobs.js'
import { hasAnswered, isCutShort } from '../jobs/tuning-decision.js'
import type { Watch } from './watch.js'

/** A part and why it was not run. */
export interface NotRun {
  readonly ref: string
  readonly because: string
}

/** Parts that depend on a search that stopped or failed during this run: it does not start them. */
export interface LostParts {
  readonly covers: (ref: string) => boolean
  readonly learn: (deferred: readonly Deferred[], watch: Watch) => void
}

/** Returns an empty list of lost parts. */
export function lostParts(): LostParts {
  const lost = new Set<string>()
  return {
    // The trials that a lost search would have confirmed are lost too; its cold control is not.
    covers: (ref) => lost.has(ref) || lost.has(ref.replace(/\/top-\d+$/, '')),
    learn: (deferred, watch) => {
      for (const { ref, after } of deferred) if (after.some((name) => watch.hasBroken(name))) lost.add(ref)
    },
  }
}

/** Returns the parts that were not started because of the budget, by variant and search. */
export function partsRefused(refused: ReadonlyMap<PlannedJob, string>): readonly NotRun[] {
  const parts = new Map<string, { readonly jobs: number; readonly because: string }>()
  for (const [{ kind, ref }, because] of refused) {
    const jobs = (parts.get(ref)?.jobs ?? 0) + (kind === 'training' ? 1 : 0)
    parts.set(ref, { jobs, because: parts.get(ref)?.because ?? because })
  }
  return [...parts].map(([ref, { jobs, because }]) => ({
    ref,
    because: `${jobs > 1 ? `${jobs} jobs; ` : ''}${because}`,
  }))
}

/** Returns the parts of a plan whose results will not come, because nothing of it runs anymore. */
export function partsNotRun(plan: Plan, lost: LostParts, searches: readonly TuningRecord[]): readonly NotRun[] {
  const records = new Map(searches.map((record) => [record.name, record]))
  const arms = armsOf(plan).map(({ arm }) => arm)
  const waiting = plan.deferred.map(({ ref, afterStages }) => ({ ref, after: afterStages }))
  // A search has no job if its parents have no completed trial; a lost part may have one planned by now.
  const orphans = arms
    .filter(({ ref, jobNames }) => jobNames.length === 0 || lost.covers(ref))
    .map(({ ref, parentRefs }) => ({ ref, after: parentRefs }))
  const parts = new Map([...waiting, ...orphans].map((part) => [part.ref, part]))
  return [...parts.values()]
    .filter(({ ref }) => !parts.has(ref.replace(/(?<=.)\/top-\d+$/, '')) || !/\/top-\d+$/.test(ref))
    .map(({ ref, after }) => ({ ref, because: reason(after, arms, records) }))
}

/** `coarse failed`, of each search that has no result. */
function reason(
  after: readonly string[],
  arms: readonly PlannedArm[],
  records: ReadonlyMap<string, TuningRecord>,
): string {
  const broken = arms
    .filter(({ ref }) => after.some((wanted) => ref === wanted || ref.startsWith(`${wanted}/`)))
    .filter((arm) => !hasAnswered(arm, records))
    .map(({ ref, jobNames }) => {
      const last = jobNames.flatMap((name) => records.get(name) ?? []).at(-1)
      if (last === undefined || !isCutShort(last)) return `${ref} was not run`
      return last.status === 'Stopped' ? `${ref} was stopped` : `${ref} failed`
    })
  return (broken.length > 0 ? broken : after.map((ref) => `${ref} has no result`)).join(', ')
}
