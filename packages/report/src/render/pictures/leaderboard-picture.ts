/** Every variant's mean with its interval, over the dots of its seeds. */

import type { TopLevelSpec } from 'vega-lite'

import type { Report } from '../../report/report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** As many rows as fit a page; the table has the rest. */
const mostRows = 40

/** Returns the picture of the ranked variants. */
export function leaderboardPicture(report: Report): PictureSpec {
  return {
    name: pictureName('leaderboard'),
    alt: `Mean ${report.objective.metric} of each variant with its 95 % interval; small dots are seeds.`,
    content: () => spec(report),
  }
}

/** Undefined if no variant has a result. */
function spec({ leaderboard, objective, comparisons }: Report): TopLevelSpec | undefined {
  const rows = leaderboard.filter(({ rank }) => rank !== undefined).slice(0, mostRows)
  if (rows.length === 0) return undefined
  const refs = rows.map(({ ref }) => ref)
  const seeds = rows.flatMap((row) =>
    row.seeds.flatMap(({ seed, objective: value }) => (value === undefined ? [] : [{ ref: row.ref, seed, value }])),
  )
  const means = rows.flatMap(({ ref, objective: found }) =>
    found ? [{ ref, mean: found.mean, ...(found.interval ?? { low: found.mean, high: found.mean }) }] : [],
  )
  const baselines = [...new Set(comparisons.map(({ of }) => of))]
  const reference = baselines.length === 1 ? means.filter(({ ref }) => ref === baselines[0]) : []
  const y = { field: 'ref', type: 'nominal', sort: refs, title: null, scale: { domain: refs } } as const
  const x = {
    type: 'quantitative',
    title: objective.metric,
    scale: { zero: false, nice: true, padding: 8 },
    axis: { tickCount: 6 },
  } as const
  return {
    width: 820,
    height: { step: 24 },
    layer: [
      {
        data: { values: reference },
        mark: { type: 'rule', strokeDash: [3, 3], color: colors.neutral.light },
        encoding: { x: { ...x, field: 'mean' } },
      },
      {
        data: { values: seeds },
        mark: { type: 'circle', size: 34, opacity: 1, color: colors.seed.light },
        encoding: { x: { ...x, field: 'value' }, y },
      },
      {
        data: { values: means },
        mark: { type: 'rule', strokeWidth: 2, color: colors.accent.light },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
      },
      {
        data: { values: means },
        mark: { type: 'circle', size: 70, opacity: 1, color: colors.accent.light },
        encoding: { x: { ...x, field: 'mean' }, y },
      },
    ],
  }
}
