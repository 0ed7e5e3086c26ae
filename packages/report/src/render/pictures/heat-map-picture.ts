/** The cells of a matrix with two axes, as a heat map. */

import type { TopLevelSpec } from 'vega-lite'

import { figure } from '../../answer/figures.js'
import type { MatrixAnalysis } from '../../report/matrix-report.js'
import type { Report, ReportedObjective } from '../../report/report.js'
import { extent } from '../../statistics/extent.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** Returns the picture of a matrix's cells. */
export function heatMapPicture(matrix: MatrixAnalysis, { objective }: Report, decimals: number): PictureSpec {
  return {
    name: pictureName('cells', matrix.ref),
    alt: `Mean ${objective.metric} of each cell of ${matrix.ref}.`,
    content: () => spec(matrix, objective, decimals),
  }
}

/** Undefined unless there are two axes and a result. */
function spec(
  { axes, cells }: MatrixAnalysis,
  objective: ReportedObjective,
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
  const [low, high] = extent(means)
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
