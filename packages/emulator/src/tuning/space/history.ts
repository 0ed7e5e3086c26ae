/** The history that a sampler sees: the trials so far, and those of the parents that warm-start it. */
import { assignmentKey } from './combinations.js'
import type { Assignment, Space } from './space.js'

/** The part of a tuning job's training job that a sampler sees. */
export interface Trial {
  readonly assignment: Assignment
  readonly status: 'InProgress' | 'Completed' | 'Stopped' | 'Failed'
  /** The final objective. Absent or not finite: nothing to learn but that the job did not get there. */
  readonly value?: number
  /** The objective after each epoch, if the strategy or early stopping reads it. */
  readonly curve?: readonly number[]
}

/** A tuning job that the search is warm-started from. */
export interface Parent {
  readonly type: 'IdenticalDataAndAlgorithm' | 'TransferLearning'
  readonly trials: readonly Trial[]
}

export interface History {
  readonly goal: 'Minimize' | 'Maximize'
  /** In the order in which they were created. */
  readonly trials: readonly Trial[]
  /** At most five. */
  readonly parents?: readonly Parent[]
}

/** Returns the objective with its sign turned so that less is better, or undefined if there is none. */
export function loss(goal: History['goal'], { status, value }: Trial): number | undefined {
  if (status === 'InProgress' || status === 'Failed' || value === undefined || !Number.isFinite(value)) return undefined
  return goal === 'Minimize' ? value : -value
}

/**
 * Returns the keys of the assignments that must not be suggested again: the history's own, and those of parents
 * with identical data and algorithm, unless they failed there.
 */
export function taken(space: Space, history: History): ReadonlySet<string> {
  const inherited = (history.parents ?? [])
    .filter(({ type }) => type === 'IdenticalDataAndAlgorithm')
    .flatMap(({ trials }) => trials.filter((trial) => loss(history.goal, trial) !== undefined))
  return new Set([...history.trials, ...inherited].map(({ assignment }) => assignmentKey(space, assignment)))
}
