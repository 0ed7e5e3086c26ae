/** The times at which tuning jobs ran. */

import type { TuningRecord } from '@assay/core'
import { milliseconds } from '@assay/core/internal'

/** The time in which a tuning job ran, in milliseconds since 1970. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Returns the time in which a tuning job ran. If it still runs, that time ends with the last known end of a trial. */
export function windowOf(tuning: TuningRecord): Window {
  const times = [tuning.createdAt, ...tuning.trials.flatMap((trial) => [trial.createdAt, trial.endedAt])]
  const known = times.flatMap((time) => milliseconds(time) ?? [])
  const from = milliseconds(tuning.createdAt) ?? Math.min(...known, Infinity)
  if (!Number.isFinite(from)) return { from: 0, to: 0 }
  return { from, to: milliseconds(tuning.endedAt) ?? Math.max(from, ...known) }
}

/** Returns the seconds up to a time in which at least one of the windows was open. */
export function activeSeconds(windows: readonly Window[], until = Infinity): number {
  let total = 0
  let reached = -Infinity
  for (const { from, to } of [...windows].sort((a, b) => a.from - b.from)) {
    const end = Math.min(to, until)
    total += Math.max(0, end - Math.max(from, reached))
    reached = Math.max(reached, end)
  }
  return total / 1000
}
