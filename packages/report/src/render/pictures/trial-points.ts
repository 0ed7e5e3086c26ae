/** A search's trials as pictures draw them. */

import type { SearchAnalysis, SearchTrial } from '../../report/search-report.js'
import { colors } from '../base/colors.js'

/** How a trial ended, in the words of legends. */
export const endings = ['completed', 'stopped early', 'failed or stopped', 'running'] as const

/** One of `endings`. */
export type Ending = (typeof endings)[number]

/** Returns how a trial ended. */
export function endingOf({ status, stoppedEarly }: SearchTrial): Ending {
  if (status === 'completed') return 'completed'
  if (stoppedEarly) return 'stopped early'
  return status === 'running' || status === 'pending' ? 'running' : 'failed or stopped'
}

/** The shape of each ending; color never carries it alone. */
export const endingShapes: Readonly<Record<Ending, string>> = {
  completed: 'circle',
  'stopped early': 'cross',
  'failed or stopped': 'triangle-down',
  running: 'square',
}

/** The color of each ending. */
export const endingColors: Readonly<Record<Ending, string>> = {
  completed: colors.accent.light,
  'stopped early': colors.neutral.light,
  'failed or stopped': colors.worse.light,
  running: colors.muted.light,
}

/** Returns a legend's scale over the endings that occur. */
export function endingScale(
  present: readonly Ending[],
  looks: Readonly<Record<Ending, string>>,
): {
  domain: Ending[]
  range: string[]
} {
  const domain = endings.filter((ending) => present.includes(ending))
  return { domain, range: domain.map((ending) => looks[ending]) }
}

/**
 * Returns the range of the objective to draw: from the median of completed trials, or the first best so far if that is
 * worse, to the best of all. Trials outside it, such as diverged ones, are drawn on its edge.
 */
export function objectiveFrame(
  searches: readonly Pick<SearchAnalysis, 'trials'>[],
  goal: 'maximize' | 'minimize',
  others: readonly number[] = [],
): [number, number] | undefined {
  const sign = goal === 'maximize' ? 1 : -1
  const completed = searches
    .flatMap(({ trials }) => trials)
    .flatMap(({ status, objective }) => (status === 'completed' && objective !== undefined ? [sign * objective] : []))
    .sort((a, b) => a - b)
  if (completed.length === 0) return undefined
  const firsts = searches.flatMap(({ trials }) => {
    const first = trials.find(({ bestSoFar }) => bestSoFar !== undefined)?.bestSoFar
    return first === undefined ? [] : [sign * first]
  })
  const lowest = completed[Math.floor(completed.length * 0.1)] ?? 0
  const middle = completed[Math.floor(completed.length / 2)] ?? 0
  const best = Math.max(...completed, ...others.map((value) => sign * value))
  const from = Math.min(middle, ...firsts, ...others.map((value) => sign * value))
  const worst = Math.max(Math.min(lowest, from), best - 4 * (best - middle || Math.abs(best) * 0.01 || 1))
  const margin = (best - worst) * 0.05 || Math.abs(best) * 0.01 || 1
  const ends: [number, number] = [sign * (worst - margin), sign * (best + margin)]
  return ends[0] < ends[1] ? ends : [ends[1], ends[0]]
}

/** Returns the value, or the nearest edge of the frame if it lies outside. */
export function inside(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value))
}

/** Returns the frame's worse edge, where trials without an objective are drawn. */
export function worseEdge([low, high]: readonly [number, number], goal: 'maximize' | 'minimize'): number {
  return goal === 'maximize' ? low : high
}
