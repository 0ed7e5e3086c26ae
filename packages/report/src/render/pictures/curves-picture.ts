/** Learning curves as small multiples: each variant with the one it is compared with. */

import type { TopLevelSpec } from 'vega-lite'

import type { LearningCurve, Report } from '../../report/report.js'
import { extent } from '../../statistics/extent.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

interface Point {
  readonly kind: string
  readonly panel: string
  readonly epoch: number
  readonly value: number
  readonly low: number
  readonly high: number
  /** Whether it is the only point of its curve: a line cannot show it, so it is drawn as a dot. */
  readonly isAlone: boolean
}

/** As many panels as fit a page; the best variants get them. */
const mostPanels = 12

/** Returns the picture of the best variants' curves. */
export function curvesPicture(report: Report): PictureSpec {
  return {
    name: pictureName('learning-curves'),
    alt: `Learning curves: ${report.objective.metric} by epoch, mean over seeds with its 95 % interval.`,
    content: () => spec(report),
  }
}

/** Undefined if no job kept its history. */
function spec({ learningCurves, comparisons, objective, leaderboard }: Report): TopLevelSpec | undefined {
  const own = learningCurves.filter(({ metric }) => metric === objective.metric)
  const ownByRef = new Map(own.map((curve) => [curve.ref, curve]))
  const trainingByRef = new Map(
    learningCurves.flatMap((curve) => (curve.metric === objective.metric ? [] : [[curve.ref, curve] as const])),
  )
  const ofByRef = new Map(comparisons.flatMap(({ rows: found }) => found.map(({ ref, of }) => [ref, of] as const)))
  const ranked = new Set(leaderboard.flatMap(({ ref, rankedAs }) => (rankedAs === undefined ? [ref] : [])))
  const distinct = own.filter(({ ref }) => ranked.has(ref))
  const shown = distinct.slice(0, mostPanels)
  if (shown.length === 0) return undefined
  const refs = shown.map(({ ref }) => ref)
  const references = [...new Set(comparisons.map(({ of }) => of))]
  const [only = ''] = references
  const reference = references.length === 1 && !/^(variant|training rows)$/.test(only) ? only : 'compared with'
  const values = shown.flatMap((curve) => [
    ...rows(curve.ref, 'variant', curve),
    ...rows(curve.ref, reference, ownByRef.get(ofByRef.get(curve.ref) ?? '')),
    ...(objective.metric.startsWith('val_') ? rows(curve.ref, 'training rows', trainingByRef.get(curve.ref)) : []),
  ])
  const kinds = ['variant', 'training rows', reference].filter((kind) => values.some((value) => value.kind === kind))
  const looks: Readonly<Record<string, { color: string; dash: number[] }>> = {
    variant: { color: colors.accent.light, dash: [1, 0] },
    'training rows': { color: colors.accent.light, dash: [2, 3] },
    [reference]: { color: colors.neutral.light, dash: [5, 3] },
  }
  const x = {
    field: 'epoch',
    type: 'quantitative',
    title: 'epoch',
    axis: { tickMinStep: 1, tickCount: 4, grid: false, format: 'd' },
    scale: { zero: false, nice: false, padding: 4 },
  } as const
  const y = {
    type: 'quantitative',
    title: objective.metric,
    scale: { zero: false, ...frame(values, objective.goal) },
    axis: { tickCount: 4, labelColor: colors.muted.light },
  } as const
  const legend = { title: null, orient: 'top', symbolType: 'stroke', symbolSize: 240 } as const
  const color = {
    field: 'kind',
    type: 'nominal',
    scale: { domain: kinds, range: kinds.map((kind) => looks[kind]?.color ?? '') },
    legend,
  } as const
  return {
    data: { values },
    facet: { field: 'panel', type: 'nominal', sort: refs, title: null },
    columns: 3,
    resolve: { axis: { x: 'independent' } },
    spacing: { row: 22, column: 22 },
    spec: {
      width: 280,
      height: 130,
      layer: [
        {
          transform: [{ filter: "datum.kind == 'variant'" }],
          mark: { type: 'area', clip: true, opacity: 0.18, color: colors.accent.light },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        {
          mark: { type: 'line', strokeWidth: 1.8, clip: true },
          encoding: {
            x,
            y: { ...y, field: 'value' },
            color,
            strokeDash: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: kinds, range: kinds.map((kind) => looks[kind]?.dash ?? []) },
              legend,
            },
          },
        },
        {
          transform: [{ filter: "datum.isAlone && datum.kind != 'training rows'" }],
          mark: { type: 'circle', size: 40, opacity: 1, clip: true },
          encoding: { x, y: { ...y, field: 'value' }, color },
        },
      ],
    },
  }
}

/** From the worst value of a variant to the best value of all. Worse values on training rows are cut off. */
function frame(values: readonly Point[], goal: 'maximize' | 'minimize'): { domain?: [number, number] } {
  const own = extent(values.flatMap(({ kind, value }) => (kind === 'variant' ? [value] : [])))
  const all = extent(values.map(({ value }) => value))
  const domain: [number, number] = goal === 'maximize' ? [own[0], all[1]] : [all[0], own[1]]
  return domain[0] < domain[1] ? { domain } : {}
}

function rows(panel: string, kind: string, curve: LearningCurve | undefined): Point[] {
  return (curve?.points ?? []).map(({ epoch, value: { mean, interval } }, _, all) => ({
    panel,
    kind,
    epoch,
    value: mean,
    low: interval?.low ?? mean,
    high: interval?.high ?? mean,
    isAlone: all.length === 1,
  }))
}
