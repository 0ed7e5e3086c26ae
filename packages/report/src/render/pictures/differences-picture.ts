/** A forest plot: each variant's difference from the stage's `of`, with its interval. */

import type { TopLevelSpec } from 'vega-lite'

import type { Report, ReportedObjective, StageComparison } from '../../report/report.js'
import { testMetric } from '../../records/metric-names.js'
import { colors, verdictMarks } from '../base/colors.js'
import { verdictWords } from '../base/verdict-cell.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** As many rows as fit a page, the largest differences first; the table has the rest. */
const mostRows = 40

/** Returns the picture of one stage's comparisons. */
export function differencesPicture(comparison: StageComparison, { objective }: Report): PictureSpec {
  const { stage, of } = comparison
  return {
    name: pictureName('differences', stage),
    alt: `Difference of each variant of ${stage} from ${of}, with the intervals of their tests.`,
    content: () => spec(comparison, objective),
  }
}

/** Undefined if no variant has a difference. */
function spec({ of, rows }: StageComparison, objective: ReportedObjective): TopLevelSpec | undefined {
  const values = rows
    .filter(({ verdict }) => verdict !== 'same jobs')
    .flatMap(({ ref, improvement, interval, verdict }) =>
      improvement === undefined
        ? []
        : [
            {
              ref,
              improvement,
              verdict: verdictWords(verdict),
              mark: verdict,
              ...(interval ?? { low: improvement, high: improvement }),
            },
          ],
    )
    .sort((a, b) => Math.abs(b.improvement) - Math.abs(a.improvement))
    .slice(0, mostRows)
    .sort((a, b) => b.improvement - a.improvement)
  if (values.length === 0) return undefined
  const refs = values.map(({ ref }) => ref)
  const marks = [...new Set(values.map(({ mark }) => mark))]
  const verdicts = marks.map(verdictWords)
  const judgedByTest = rows.some(({ judgedOn, improvement }) => improvement !== undefined && judgedOn.part === 'test')
  const metric = judgedByTest ? (testMetric(objective.metric) ?? objective.metric) : objective.metric
  const { minEffect } = objective
  const band = minEffect > 0 ? [{ low: -minEffect, high: minEffect }] : []
  const x = {
    type: 'quantitative',
    title: `improvement of ${metric} over ${of} (right of 0 is better)`,
    axis: { tickCount: 7, format: '+~r' },
  } as const
  const y = { field: 'ref', type: 'nominal', sort: refs, title: null, scale: { domain: refs } } as const
  const color = {
    field: 'verdict',
    type: 'nominal',
    scale: { domain: verdicts, range: marks.map((mark) => verdictMarks[mark].color) },
    legend: { title: null, orient: 'top' },
  } as const
  const shape = {
    ...color,
    scale: { domain: verdicts, range: marks.map((mark) => verdictMarks[mark].shape) },
  } as const
  return {
    width: 820,
    height: { step: 26 },
    data: { values },
    layer: [
      {
        data: { values: band },
        mark: { type: 'rect', color: colors.band.light, opacity: 1 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: colors.muted.light },
        encoding: { x: { ...x, field: 'zero' } },
      },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
      },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: { x: { ...x, field: 'improvement' }, y, color, shape },
      },
    ],
  }
}
