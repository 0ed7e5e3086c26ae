/** The best objective so far over trials, time and cost, with the cold control for comparison. */

import type { TopLevelSpec } from 'vega-lite'

import type { Report, ReportedObjective } from '../../report/report.js'
import type { SearchAnalysis, SearchTrial } from '../../report/search-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'
import { endingOf, endingScale, endingShapes, inside, objectiveFrame, worseEdge } from './trial-points.js'

/** A panel's horizontal axis. */
interface Axis {
  readonly title: string
  readonly of: (trial: SearchTrial) => number | undefined
}

/** Returns the picture of one stage's searches. */
export function progressPicture(
  stage: string,
  searches: readonly SearchAnalysis[],
  { objective }: Report,
): PictureSpec {
  return {
    name: pictureName('progress', stage),
    alt: `Best ${objective.metric} so far of ${searches.map(({ ref }) => ref).join(' and ')}, by trials, time and cost.`,
    content: () => spec(searches, objective),
  }
}

/** Undefined before a trial has completed. */
function spec(searches: readonly SearchAnalysis[], objective: ReportedObjective): TopLevelSpec | undefined {
  const parents = [...new Set(searches.flatMap(({ parents: all }) => all.flatMap(({ best }) => best ?? [])))]
  const sign = objective.goal === 'maximize' ? 1 : -1
  const [parentsBest] = [...parents].sort((a, b) => sign * (b - a))
  const frame = objectiveFrame(searches, objective.goal, parentsBest === undefined ? [] : [parentsBest])
  if (frame === undefined) return undefined
  const axes = axesOf(searches)
  const arms = searches.map(({ ref }) => ref)
  const endings = searches.flatMap(({ trials }) => trials.map(endingOf))
  const color = {
    field: 'arm',
    type: 'nominal',
    scale: { domain: arms, range: [colors.accent.light, colors.worse.light].slice(0, arms.length) },
    legend: arms.length > 1 ? { title: null, orient: 'top', symbolType: 'stroke', symbolSize: 240 } : null,
  } as const
  const shape = {
    field: 'ending',
    type: 'nominal',
    scale: endingScale(endings, endingShapes),
    legend: { title: null, orient: 'top', symbolFillColor: colors.muted.light, symbolStrokeWidth: 0 },
  } as const
  const y = {
    type: 'quantitative',
    scale: { domain: frame, zero: false, nice: false },
    axis: { tickCount: 5, labelColor: colors.muted.light },
  } as const
  return {
    hconcat: axes.map((axis, index) => {
      const title = index === 0 ? objective.metric : null
      const x = {
        type: 'quantitative',
        title: axis.title,
        scale: { nice: false, zero: true },
        axis: { tickCount: 5, grid: false },
      } as const
      const width = axes.length > 2 ? 250 : 390
      return {
        width,
        height: 190,
        layer: [
          {
            data: { values: parentsBest === undefined ? [] : [{ value: parentsBest }] },
            mark: { type: 'rule', strokeDash: [2, 3], color: colors.muted.light },
            encoding: { y: { ...y, title, field: 'value' } },
          },
          {
            data: { values: searches.flatMap((search) => continuations(search, axis)) },
            mark: { type: 'rule', strokeDash: [6, 3], strokeWidth: 1 },
            encoding: { x: { ...x, field: 'at' }, color },
          },
          {
            data: { values: searches.flatMap((search) => points(search, axis, frame, objective.goal)) },
            mark: { type: 'point', filled: true, size: 34, opacity: 0.55 },
            encoding: { x: { ...x, field: 'at' }, y: { ...y, title, field: 'value' }, color, shape },
          },
          {
            data: { values: searches.flatMap((search) => steps(search, axis, sign)) },
            mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2, clip: true },
            encoding: { x: { ...x, field: 'at' }, y: { ...y, title, field: 'value' }, color },
          },
        ],
      }
    }),
    spacing: 26,
  }
}

function axesOf(searches: readonly SearchAnalysis[]): Axis[] {
  const trials = searches.flatMap(({ trials: all }) => all)
  const longest = Math.max(0, ...trials.map(({ elapsedSeconds = 0 }) => elapsedSeconds))
  const [unit, seconds] = longest > 5400 ? (['hours', 3600] as const) : (['minutes', 60] as const)
  const ended = trials.filter(({ spentThen }) => spentThen !== undefined)
  const priced = ended.length > 0 && ended.every(({ spentThen }) => spentThen?.cost)
  const metered = ended.length > 0 && ended.every(({ spentThen }) => spentThen?.instanceHours !== undefined)
  const hours = Math.max(0, ...ended.map(({ spentThen }) => spentThen?.instanceHours ?? 0)) >= 1.5
  return [
    { title: 'trial', of: ({ number }) => number },
    {
      title: `${unit} since it began`,
      of: ({ elapsedSeconds }) => (elapsedSeconds === undefined ? undefined : elapsedSeconds / seconds),
    },
    ...(priced
      ? [
          {
            title: `cost in ${ended[0]?.spentThen?.cost?.currency ?? ''}`,
            of: ({ spentThen }: SearchTrial) => spentThen?.cost?.amount,
          },
        ]
      : metered
        ? [
            {
              title: `billable instance-${hours ? 'hours' : 'minutes'}`,
              of: ({ spentThen }: SearchTrial) =>
                spentThen?.instanceHours === undefined ? undefined : spentThen.instanceHours * (hours ? 1 : 60),
            },
          ]
        : []),
  ]
}

/** Returns the places at which child tuning jobs continued the search: between two trials, or at the last time before. */
function continuations({ ref, tuningJobs, trials }: SearchAnalysis, axis: Axis): { arm: string; at: number }[] {
  return tuningJobs.slice(1).flatMap(({ firstTrial }) => {
    const before = trials.filter(({ number }) => number < firstTrial).flatMap((trial) => axis.of(trial) ?? [])
    const at = Math.max(...before) + (axis.title === 'trial' ? 0.5 : 0)
    return Number.isFinite(at) ? [{ arm: ref, at }] : []
  })
}

function points(
  { ref, trials }: SearchAnalysis,
  axis: Axis,
  frame: readonly [number, number],
  goal: 'maximize' | 'minimize',
): object[] {
  return trials.flatMap((trial) => {
    const at = axis.of(trial)
    const value = trial.objective === undefined ? worseEdge(frame, goal) : inside(trial.objective, frame)
    return at === undefined || endingOf(trial) === 'running' ? [] : [{ arm: ref, at, value, ending: endingOf(trial) }]
  })
}

/** The best so far in the order of the axis. On a time axis trials are ordered by their end. */
function steps({ ref, trials }: SearchAnalysis, axis: Axis, sign: number): object[] {
  const ordered = trials
    .flatMap((trial) => {
      const at = axis.of(trial)
      return at === undefined ? [] : [{ trial, at }]
    })
    .sort((a, b) => a.at - b.at)
  let best: number | undefined
  return ordered.flatMap(({ trial: { status, objective }, at }) => {
    if (status === 'completed' && objective !== undefined && (best === undefined || sign * (objective - best) > 0))
      best = objective
    return best === undefined || status === 'running' ? [] : [{ arm: ref, at, value: best }]
  })
}
