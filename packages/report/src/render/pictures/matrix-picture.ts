/** A matrix: its cells as a heat map where it has two axes, and the main effect of each axis. */

import type { TopLevelSpec } from 'vega-lite'

import { figure } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import type { MatrixAnalysis } from '../../report/matrix-report.js'
import type { Estimate } from '../../statistics/statistics.js'
import { colours } from '../base/colours.js'

/** Returns a heat map of the cells, or undefined unless there are two axes and a result. */
export function heatMapPicture(
  { axes, cells }: MatrixAnalysis,
  { objective }: Report,
  decimals: number,
): TopLevelSpec | undefined {
  const [rows, columns] = axes
  const means = cells.flatMap((cell) => cell.objective?.mean ?? [])
  if (rows === undefined || columns === undefined || axes.length !== 2 || means.length === 0) return undefined
  const values = cells.map(({ values: setting, objective: found }) => ({
    row: String(setting[rows.name]),
    column: String(setting[columns.name]),
    mean: found?.mean ?? null,
    label: found ? figure(found.mean, decimals) : 'no result',
  }))
  const [low, high] = [Math.min(...means), Math.max(...means)]
  const better = objective.goal === 'maximize' ? (low + high) / 2 : undefined
  const dark =
    better === undefined ? `datum.mean !== null && datum.mean < ${(low + high) / 2}` : `datum.mean > ${better}`
  return {
    width: { step: 84 },
    height: { step: 40 },
    data: { values },
    encoding: {
      x: {
        field: 'column',
        type: 'nominal',
        sort: columns.levels.map(({ value }) => String(value)),
        title: columns.name,
        axis: { labelAngle: 0, orient: 'top' },
      },
      y: { field: 'row', type: 'nominal', sort: rows.levels.map(({ value }) => String(value)), title: rows.name },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 3, stroke: '#ffffff', strokeWidth: 2 },
        encoding: {
          color: {
            field: 'mean',
            type: 'quantitative',
            scale: { range: ['#dbe7f5', '#0b4a8f'], domain: [low, high], reverse: objective.goal === 'minimize' },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 12 },
        encoding: {
          text: { field: 'label' },
          color: { condition: { test: dark, value: '#fefefe' }, value: '#12202f' },
        },
      },
    ],
  }
}

/** Returns each axis's level means with their intervals side by side, or undefined without a result. */
export function mainEffectsPicture({ axes }: MatrixAnalysis, { objective }: Report): TopLevelSpec | undefined {
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
    axis: { tickCount: 5, labelColor: colours.muted.light },
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
      { mark: { type: 'line', color: colours.seed.light, strokeWidth: 1.5 }, encoding: { y: { ...y, field: 'mean' } } },
      {
        mark: { type: 'rule', strokeWidth: 2, color: colours.accent.light },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'circle', size: 64, opacity: 1, color: colours.accent.light },
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
