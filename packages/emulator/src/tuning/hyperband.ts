/** Hyperband's decision: asynchronous successive halving over learning curves. */
import type { History } from './space/history.js'

/** StrategyConfig.HyperbandStrategyConfig: epochs. */
export interface HyperbandSettings {
  /** No job is stopped before this many epochs. */
  readonly minResource: number
  readonly maxResource: number
  /** One in so many jobs continues at each rung. Default: 3. */
  readonly reduction?: number
}

/** Returns the epochs at which jobs are compared: minResource times the powers of the reduction, below maxResource. */
export function rungs({ minResource, maxResource, reduction = 3 }: HyperbandSettings): readonly number[] {
  const levels: number[] = []
  for (let epochs = Math.max(1, minResource); epochs < maxResource; epochs *= reduction) levels.push(Math.round(epochs))
  return levels
}

/**
 * Returns at which rung, from 0, the job of this index is first compared. Hyperband's brackets hedge against curves
 * that cross: most jobs start at the lowest rung, fewer at each above it, in the proportions of Li et al., JMLR 2018.
 * Its last bracket, which trains every job to the end, is left out: asynchronous jobs share rungs, and so the
 * brackets below already train the best. Multiples of the golden ratio spread the brackets evenly over the jobs.
 */
export function bracketOf(settings: HyperbandSettings, index: number): number {
  const reduction = settings.reduction ?? 3
  const shares = rungs(settings).map(
    (_, bracket, { length }) => reduction ** (length - bracket) / (length - bracket + 1),
  )
  const total = shares.reduce((sum, share) => sum + share, 0)
  let rest = ((index * 0.618033988749895) % 1) * total
  for (const [bracket, share] of shares.entries()) {
    if (rest < share) return bracket
    rest -= share
  }
  return 0
}

/**
 * Returns whether the job with this curve is to be stopped now. Asked after each epoch. At a rung a job continues if it
 * is among the best third of the jobs that have reached the rung so far, or the best of them while they are few: no
 * job waits for another (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020).
 *
 * @param others the curves of the other jobs, running and ended. A value that is not finite ranks last.
 * @param bracket of bracketOf: the rungs below it let the job pass.
 */
export function stopAtRung(
  settings: HyperbandSettings,
  goal: History['goal'],
  curve: readonly number[],
  others: readonly (readonly number[])[],
  bracket = 0,
): boolean {
  const rung = curve.length
  if (rung >= settings.maxResource) return true
  if (!rungs(settings).slice(bracket).includes(rung)) return false
  const own = rank(goal, curve[rung - 1])
  const reached = others.filter((other) => other.length >= rung)
  const better = reached.filter((other) => rank(goal, other[rung - 1]) < own).length
  const goOn = Math.ceil((reached.length + 1) / (settings.reduction ?? 3))
  return own === Infinity || better >= goOn
}

function rank(goal: History['goal'], value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) return Infinity
  return goal === 'Minimize' ? value : -value
}
