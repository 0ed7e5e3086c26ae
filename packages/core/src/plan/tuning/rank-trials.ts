/** The trials of a search that have a result, the best first. */

import type { Trial, TuningRecord } from '../../contract/tuning-record.js'

/** Returns the trials that completed with a finite objective, the best first; of equal ones the earlier is the better. */
export function rankTrials(trials: readonly Trial[], goal: TuningRecord['objective']['goal']): readonly Trial[] {
  const sign = goal === 'maximize' ? -1 : 1
  return trials
    .filter(({ status, objective }) => status === 'Completed' && Number.isFinite(objective))
    .sort((a, b) => sign * ((a.objective ?? 0) - (b.objective ?? 0)))
}
