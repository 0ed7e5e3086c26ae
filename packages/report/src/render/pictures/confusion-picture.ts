/** The confusion matrix of the best variant. */

import type { TopLevelSpec } from 'vega-lite'

import type { ClassResults } from '../../report/best-model-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** With more classes the counts are too small to read. */
const mostClasses = 40

/** Returns the picture of the results of the variant `ref`. */
export function confusionPicture(ref: string, results: ClassResults): PictureSpec {
  return {
    name: pictureName('confusion'),
    alt: `Confusion matrix of ${ref}, all seeds together.`,
    content: () => spec(results),
  }
}

/** Undefined if there are no classes, or too many to read. */
function spec({ classes, confusion }: ClassResults): TopLevelSpec | undefined {
  if (classes.length === 0 || classes.length > mostClasses) return undefined
  const names = classes.map(({ name }) => name)
  const values = confusion.flatMap((counts, row) =>
    counts.map((cell, column) => ({
      row: names[row],
      column: names[column],
      label: cell === 0 ? '·' : String(cell),
      share: cell / (classes[row]?.support || 1),
    })),
  )
  const step = classes.length > 20 ? 26 : 38
  return {
    width: { step },
    height: { step: Math.min(step, 32) },
    data: { values },
    encoding: {
      x: {
        field: 'column',
        type: 'nominal',
        sort: names,
        title: 'predicted class',
        axis: { orient: 'top', labelAngle: step < 38 || names.some((name) => name.length > 5) ? -45 : 0 },
      },
      y: { field: 'row', type: 'nominal', sort: names, title: 'true class' },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 2 },
        encoding: {
          color: {
            condition: { test: 'datum.share == 0', value: colors.band.light },
            field: 'share',
            type: 'quantitative',
            scale: { type: 'pow', exponent: 0.4, domain: [0, 1], range: ['#f3f6fa', '#0b4a8f'] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'label' },
          color: {
            condition: [
              { test: 'datum.share == 0', value: colors.neutral.light },
              { test: 'datum.share > 0.15', value: '#fefefe' },
            ],
            value: '#12202f',
          },
        },
      },
    ],
  }
}
