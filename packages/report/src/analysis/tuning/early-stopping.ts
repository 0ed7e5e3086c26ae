/** The savings of early stopping. */

import type { Prices } from '@assay/core'
import { priceOf } from '@assay/core/internal'

import type { SearchTrial } from '../../report/search-report.js'
import type { EarlyStoppingSaving } from '../../report/spending-report.js'
import type { TrialRun } from '../../records/trial-runs.js'

/** Returns the saving against the median of completed trials, or undefined if none was stopped or none completed. */
export function earlyStoppingSaving(
  trials: readonly SearchTrial[],
  runs: readonly TrialRun[],
  prices?: Prices,
): EarlyStoppingSaving | undefined {
  const stopped = trials.flatMap((trial, index) => (trial.stoppedEarly ? [{ trial, run: runs[index] }] : []))
  const full = trials.flatMap((trial, index) => (trial.status === 'completed' ? [{ trial, run: runs[index] }] : []))
  const medianSeconds = median(full.map(({ run }) => run?.trainingSeconds ?? 0))
  if (stopped.length === 0 || medianSeconds === undefined) return undefined
  const medianEpochs = median(full.flatMap(({ trial }) => trial.epochs ?? []))
  const secondsOf = (run: TrialRun | undefined): number => Math.max(0, medianSeconds - (run?.trainingSeconds ?? 0))
  const seconds = stopped.reduce((sum, { run }) => sum + secondsOf(run), 0)
  const costs = stopped.map(({ run }) => prices && costOf(run, secondsOf(run), prices))
  const amount = costs.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0)
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
    ...(prices && amount !== undefined && { cost: { amount, currency: prices.currency } }),
    share: seconds + spent === 0 ? 0 : seconds / (seconds + spent),
  }
}

function costOf(run: TrialRun | undefined, seconds: number, prices: Prices): number | undefined {
  const { instanceType = '', instanceCount = 1 } = run?.record ?? {}
  const price = priceOf(instanceType, prices)
  return price === undefined ? undefined : (price * instanceCount * seconds) / 3600
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
