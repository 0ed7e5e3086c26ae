/** The importance of each hyperparameter. */

import type { TopLevelSpec } from 'vega-lite'

import type { Importance } from '../../report/search-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** Returns the picture of one definition of a search; `ref` is what the report calls the definition. */
export function importancePicture(ref: string, importance: Importance): PictureSpec {
  return {
    name: pictureName('importance', ref),
    alt: `Importance of each hyperparameter in ${ref}, with 95 % intervals.`,
    content: () => spec(importance),
  }
}

/** Undefined if importance is refused. */
function spec({ rows }: Importance): TopLevelSpec | undefined {
  if (rows.length === 0) return undefined
  const names = rows.map(({ name }) => name)
  const y = { field: 'name', type: 'nominal', sort: names, title: null, scale: { domain: names } } as const
  const x = {
    type: 'quantitative',
    title: 'share of the objective’s variance over the search space',
    scale: { domain: [0, 1] as number[] },
    axis: { tickCount: 5, format: '.0%' },
  } as const
  return {
    width: 420,
    height: { step: 26 },
    data: { values: rows.map(({ name, share, interval }) => ({ name, share, ...interval })) },
    layer: [
      {
        mark: { type: 'bar', height: 12, color: colors.seed.light },
        encoding: { x: { ...x, field: 'share' }, y },
      },
      {
        mark: { type: 'rule', strokeWidth: 2, color: colors.accent.light },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
      },
    ],
  }
}
