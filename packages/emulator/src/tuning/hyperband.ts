/** Hyperband's decision: asynchronous successive halving over learning curves. */
import type { History } from './history.js'

/** StrategyConfig.HyperbandStrategyConfig: epochs. */
export interface HyperbandSettings {
  /** No job is stopped before this many epochs. */
  readonly minResource: number
  readonly maxResource: number
  /** The share that goes on at each rung is one in this many. Default: 3. */
  readonly reduction?: number
}

/** Returns the epochs at which jobs are compared: minResource times the powers of the reduction, below maxResource. */
export function rungs({ minResource, maxResource, reduction = 3 }: HyperbandSettings): readonly number[] {
  const levels: number[] = []
  for (let epochs = Math.max(1, minResource); epochs < maxResource; epochs *= reduction) levels.push(Math.round(epochs))
  return levels
}

/**
 * Returns whether the job with this curve is to be stopped now. Asked after each epoch. At a rung a job goes on if it
 * is among the best third of the jobs that have reached the rung so far, or the best of them while they are few: no
 * job waits for another (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020).
 *
 * @param others the curves of the other jobs, running and ended. A value that is not finite ranks last.
 */
export function stopAtRung(
  settings: HyperbandSettings,
  goal: History['goal'],
  curve: readonly number[],
  others: readonly (readonly number[])[],
): boolean {
  const rung = curve.length
  if (rung >= settings.maxResource) return true
  if (!rungs(settings).includes(rung)) return false
  const own = rank(goal, curve[rung - 1])
  const reached = others.filter((other) => other.length >= rung)
  const better = reached.filter((other) => rank(goal, other[rung - 1]) < own).length
  const goOn = Math.max(1, Math.floor((reached.length + 1) / (settings.reduction ?? 3)))
  return own === Infinity || better >= goOn
}

function rank(goal: History['goal'], value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) return Infinity
  return goal === 'Minimize' ? value : -value
}
