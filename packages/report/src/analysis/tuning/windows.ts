/** When tuning jobs were at work. */

import { milliseconds, type TuningRecord } from '@assay/core'

/** When a tuning job was at work, in milliseconds. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Returns when a tuning job was at work; one that still runs, until the last thing known of it. */
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
