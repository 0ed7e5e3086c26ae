/** The best variant, class by class, and how all of them learned. */

import { count } from '../../figures.js'
import type { BestModel, ClassResult, Report } from '../../report.js'
import { emptyCell, numberCell } from '../cells.js'
import { pictureName } from '../picture-name.js'
import type { Cell, Section } from '../blocks.js'

/** Returns the section of learning curves, where any job kept its history. */
export function curvesSection({ learningCurves, objective }: Report): Section[] {
  if (learningCurves.length === 0) return []
  const text = `${objective.metric} by epoch: the mean over seeds with its 95 % interval (band), and dashed in grey the variant that it is compared with. The frame starts where validation does. At most the 12 best are drawn; the JSON report has all.`
  return [
    {
      title: 'Learning curves',
      blocks: [
        { kind: 'paragraph', text },
        { kind: 'picture', name: pictureName('learning-curves') },
      ],
    },
  ]
}

/** Returns the section of the best variant's classes, where it is a classifier. */
export function bestSection({ best }: Report): Section[] {
  if (best === undefined) return []
  const results = best.test ?? best.validation
  const names = results?.classes.map(({ name }) => name) ?? []
  return [
    {
      title: `Best variant by class: ${best.ref}`,
      blocks: [
        { kind: 'paragraph', text: introduction(best) },
        { kind: 'picture', name: pictureName('confusion') },
        {
          kind: 'table',
          caption: `Precision, recall and F1 of ${best.ref} by class`,
          columns: [
            { title: 'Class' },
            { title: best.test ? 'Test rows × seeds' : 'Validation rows × seeds', numeric: true },
            { title: 'Precision', numeric: true },
            { title: 'Recall', numeric: true },
            { title: 'F1', numeric: true },
            ...(best.test && best.validation ? [{ title: 'F1 on validation', numeric: true }] : []),
          ],
          rows: names.map((name, index) => ({
            cells: [
              { text: name },
              ...ratios(results?.classes[index]),
              ...(best.test && best.validation ? [share(best.validation.classes[index]?.f1)] : []),
            ],
          })),
        },
      ],
    },
  ]
}

function introduction({ seeds, test, validation }: BestModel): string {
  const results = test ?? validation
  const part = test ? 'test' : 'validation'
  const chosen = test ? ' Validation rows chose this variant; the test rows had no say.' : ' There is no test part.'
  return `${count(seeds.length, 'seed')} together: ${results?.predictions ?? 0} predictions on ${part} rows, ${((results?.accuracy ?? 0) * 100).toFixed(2)} % of them right.${chosen} Rows of the confusion matrix are true classes, columns predicted ones.`
}

function ratios(found: ClassResult | undefined): Cell[] {
  return [numberCell(found?.support, String), share(found?.precision), share(found?.recall), share(found?.f1)]
}

function share(value: number | undefined): Cell {
  return value === undefined ? emptyCell : { text: value.toFixed(3), sort: value }
}
