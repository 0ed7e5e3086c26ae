/** What early stopping saved. */

import type { EarlyStoppingSaving, SearchTrial } from '../search-report.js'
import type { TrialRun } from './trial-runs.js'

/** Returns the saving against the median of completed trials, or undefined where none was stopped or none completed. */
export function earlyStoppingSaving(
  trials: readonly SearchTrial[],
  runs: readonly TrialRun[],
): EarlyStoppingSaving | undefined {
  const stopped = trials.flatMap((trial, index) => (trial.stoppedEarly ? [{ trial, run: runs[index] }] : []))
  const full = trials.flatMap((trial, index) => (trial.status === 'completed' ? [{ trial, run: runs[index] }] : []))
  const medianSeconds = median(full.map(({ run }) => run?.trainingSeconds ?? 0))
  if (stopped.length === 0 || medianSeconds === undefined) return undefined
  const medianEpochs = median(full.flatMap(({ trial }) => trial.epochs ?? []))
  const seconds = stopped.reduce((sum, { run }) => sum + Math.max(0, medianSeconds - (run?.trainingSeconds ?? 0)), 0)
  const known = stopped.every(({ trial }) => trial.epochs !== undefined)
  const spent = runs.reduce((sum, { trainingSeconds }) => sum + trainingSeconds, 0)
  return {
    stoppedEarly: stopped.length,
    medianSeconds,
    ...(medianEpochs !== undefined && { medianEpochs }),
    seconds,
    ...(medianEpochs !== undefined &&
      known && {
        epochs: stopped.reduce((sum, { trial }) => sum + Math.max(0, medianEpochs - (trial.epochs ?? 0)), 0),
      }),
    share: seconds + spent === 0 ? 0 : seconds / (seconds + spent),
  }
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
