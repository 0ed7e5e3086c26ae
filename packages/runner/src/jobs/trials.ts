/** Trials of a search, counted through its whole chain: `coarse/trial-3` is the third one. */

import type { Plan, Trial, TuningRecord } from '@assay/core'

import { UserError } from '../base/failure.js'
import { armsOf } from './planned-jobs.js'

/** Returns the trials of a search in the order in which they were begun. */
export function trialsOf(jobNames: readonly string[], searches: readonly TuningRecord[]): readonly Trial[] {
  const records = new Map(searches.map((record) => [record.name, record]))
  return jobNames.flatMap((name) => records.get(name)?.trials ?? [])
}

/**
 * Returns the name of the job that `SEARCH/trial-N` refers to; undefined for any other reference.
 * @throws UserError if the search has no such trial.
 */
export function findTrial(ref: string, plan: Plan, searches: readonly TuningRecord[]): string | undefined {
  const [, search, number] = /^(.+)\/trial-(\d+)$/.exec(ref) ?? []
  const arm = armsOf(plan).find((one) => one.arm.ref === search)?.arm
  if (arm === undefined || number === undefined) return undefined
  const trials = trialsOf(arm.jobNames, searches)
  const trial = trials[Number(number) - 1]
  if (trial !== undefined) return trial.jobName
  const there = trials.length === 0 ? 'has no trial yet' : `has trial-1 to trial-${trials.length}`
  throw new UserError('no-such-trial', `"${ref}" is not there: the search "${search}" ${there}.`)
}
