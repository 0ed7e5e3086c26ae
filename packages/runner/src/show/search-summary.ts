/** How far searches are, in a few words. */

import type { PlannedArm, PlannedExperiment } from '@assay/core'

import type { TuningState } from '../base/events.js'

/** Returns `12 of 30 trials (1 failed)` of one tuning job. */
export function trialsText({ trials, maximumTrials = 0 }: TuningState): string {
  const { completed, stopped, failed } = trials
  return counted(completed + stopped + failed, maximumTrials, failed, stopped)
}

/**
 * Returns `12 of 30 trials (1 failed), best val_accuracy=0.98`, of all links of the searches' chains together; without
 * an objective, only the trials.
 */
export function searchSummary(
  arms: readonly PlannedArm[],
  searches: ReadonlyMap<string, TuningState>,
  objective?: Pick<PlannedExperiment['objective'], 'metric' | 'goal'>,
): string {
  const states = arms.flatMap(({ jobNames }) => jobNames.flatMap((name) => searches.get(name) ?? []))
  const sum = (kind: keyof TuningState['trials']) => states.reduce((total, { trials }) => total + trials[kind], 0)
  const [stopped, failed] = [sum('stopped'), sum('failed')]
  const maximum = arms.reduce((total, { maximumTrials }) => total + maximumTrials, 0)
  const values = states.flatMap(({ best }) => (best === undefined ? [] : [best.objective]))
  const trials = counted(sum('completed') + stopped + failed, maximum, failed, stopped)
  if (values.length === 0 || objective === undefined) return trials
  const best = objective.goal === 'maximize' ? Math.max(...values) : Math.min(...values)
  return `${trials}, best ${objective.metric}=${Number(best.toPrecision(5))}`
}

function counted(trials: number, maximum: number, failed: number, stopped: number): string {
  const apart = [...(failed > 0 ? [`${failed} failed`] : []), ...(stopped > 0 ? [`${stopped} stopped`] : [])]
  return `${trials} of ${Math.max(maximum, trials)} trials${apart.length > 0 ? ` (${apart.join(', ')})` : ''}`
}
