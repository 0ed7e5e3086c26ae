/** The main effect of each axis of a matrix: its levels' means and their intervals, side by side. */

import type { TopLevelSpec } from 'vega-lite'

import type { MatrixAnalysis } from '../../report/matrix-report.js'
import type { Report, ReportedObjective } from '../../report/report.js'
import type { Estimate } from '../../statistics/statistics.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** Returns the picture of a matrix's main effects. */
export function mainEffectsPicture(matrix: MatrixAnalysis, { objective }: Report): PictureSpec {
  return {
    name: pictureName('effects', matrix.ref),
    alt: `Mean ${objective.metric} at each level of each axis of ${matrix.ref}, with 95 % intervals.`,
    content: () => spec(matrix, objective),
  }
}

/** One panel for each axis that has a result; undefined if none has. */
function spec({ axes }: MatrixAnalysis, objective: ReportedObjective): TopLevelSpec | undefined {
  const shown = axes.filter(({ levels }) => levels.some((level) => level.objective))
  const all = shown.flatMap(({ levels }) => levels.flatMap(({ objective: found }) => (found ? ends(found) : [])))
  if (all.length === 0) return undefined
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const margin = (high - low) * 0.06 || Math.abs(high) * 0.01 || 1
  const scale = { zero: false, nice: false, domain: [low - margin, high + margin] }
  const y = {
    type: 'quantitative',
    title: objective.metric,
    scale,
    axis: { tickCount: 5, labelColor: colors.muted.light },
  } as const
  const panels = shown.map(({ name, levels }): Panel => ({
    width: Math.max(90, 46 * levels.length),
    height: 150,
    data: {
      values: levels.flatMap(({ value, objective: found }) => {
        const [mean, bottom, top] = found ? ends(found) : []
        return mean === undefined ? [] : [{ level: String(value), mean, low: bottom, high: top }]
      }),
    },
    encoding: {
      x: {
        field: 'level',
        type: 'nominal',
        sort: levels.map(({ value }) => String(value)),
        title: name,
        axis: { labelAngle: 0 },
      },
    },
    layer: [
      { mark: { type: 'line', color: colors.seed.light, strokeWidth: 1.5 }, encoding: { y: { ...y, field: 'mean' } } },
      {
        mark: { type: 'rule', strokeWidth: 2, color: colors.accent.light },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'circle', size: 64, opacity: 1, color: colors.accent.light },
        encoding: { y: { ...y, field: 'mean' } },
      },
    ],
  }))
  return { hconcat: panels, spacing: 24 }
}

type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number]

function ends({ mean, interval }: Estimate): [number, number, number] {
  return [mean, interval?.low ?? mean, interval?.high ?? mean]
}
