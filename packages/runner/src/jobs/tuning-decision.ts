/** Decides about searches: a tuning job is never repeated; its remaining trials run in a child. */

import type { PlannedArm, TuningRecord } from '@assay/core'

import type { Decision } from './attempts.js'
import { isTerminal } from '../base/events.js'
import type { PlannedTuning } from './planned-jobs.js'
import { bestTrial } from '../sagemaker/tuning-state.js'

/**
 * Returns the decision about the last tuning job of a chain. The plan decides whether to continue a search that was cut
 * short; but the run that watched it end (`wasSeen`) never does: whoever stopped it had a reason.
 */
export function decideTuning(
  { name, arm }: PlannedTuning,
  records: ReadonlyMap<string, TuningRecord>,
  wasSeen: (name: string) => boolean,
): Decision {
  const record = records.get(name)
  if (record !== undefined) {
    if (!isTerminal(record.status)) return { kind: 'adopt', name }
    return { kind: hasAnswered(arm, records) ? 'done' : 'failed', name }
  }
  const before = records.get(arm.jobNames.at(-2) ?? '')
  return before !== undefined && isCutShort(before) && wasSeen(before.name)
    ? { kind: 'failed', name: before.name }
    : { kind: 'create', name }
}

/** Whether a tuning job has ended early. */
export function isCutShort({ status }: TuningRecord): boolean {
  return status === 'Failed' || status === 'Stopped'
}

/** Whether a search has ended with a result. */
export function hasAnswered(arm: PlannedArm, records: ReadonlyMap<string, TuningRecord>): boolean {
  const chain = arm.jobNames.flatMap((name) => records.get(name) ?? [])
  const last = records.get(arm.jobNames.at(-1) ?? '')
  if (last === undefined || !isTerminal(last.status)) return false
  const trials = chain.reduce((sum, record) => sum + record.trials.length, 0)
  return (
    chain.some((record) => bestTrial(record) !== undefined) &&
    (last.status === 'Completed' || trials >= arm.maximumTrials)
  )
}
