/** The learning curves, and the best variant on the held-out rows. */

import { count, decimalsFor } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import type { BestModel, ClassResult, MistakenRow } from '../../report/best-model-report.js'
import { emptyCell, meanCell, numberCell } from '../base/cells.js'
import { calibrationPicture } from '../pictures/calibration-picture.js'
import { confusionPicture } from '../pictures/confusion-picture.js'
import { curvesPicture } from '../pictures/curves-picture.js'
import { mistakesPicture } from '../pictures/mistakes-picture.js'
import type { Cell, Section } from '../base/blocks.js'

/** Returns the section of learning curves, if any job kept its history. */
export function curvesSection(report: Report): Section[] {
  const { learningCurves, objective } = report
  if (learningCurves.length === 0) return []
  const text = `${objective.metric} by epoch: the mean over seeds with its 95 % interval (band), and dashed in grey the variant that it is compared with. The frame starts where validation does. At most the 12 best are drawn; the JSON report has all.`
  return [
    {
      title: 'Learning curves',
      blocks: [
        { kind: 'paragraph', text },
        { kind: 'picture', picture: curvesPicture(report) },
      ],
    },
  ]
}

/** Returns the sections of the best variant: metrics, classes, calibration, mistakes. */
export function bestSections({ best }: Report): Section[] {
  if (best === undefined) return []
  return [
    ...metricsSection(best),
    ...classesSection(best),
    ...calibrationSection(best),
    ...mistakesSection(best.mistakes ?? []),
  ]
}

/** Names of metrics as people write them. */
const metricNames: Readonly<Record<string, string>> = {
  mae: 'MAE',
  rmse: 'RMSE',
  r2: 'R²',
  mase: 'MASE (mean absolute scaled error)',
}

/** Empty for a classifier, whose metrics are in the leaderboard and in the table of classes. */
function metricsSection({ ref, seeds, metrics, validation, test }: BestModel): Section[] {
  if (validation !== undefined || test !== undefined) return []
  const parts = [
    ...(metrics.test ? [{ title: 'Test', found: metrics.test }] : []),
    ...(metrics.validation ? [{ title: 'Validation', found: metrics.validation }] : []),
  ]
  const names = [...new Set(parts.flatMap(({ found }) => Object.keys(found)))]
  if (names.length === 0) return []
  const decimals = (name: string): number => decimalsFor(parts.flatMap(({ found }) => found[name]?.sd ?? []))
  const scaled = names.includes('mase')
    ? ' MASE divides the mean absolute error by that of the naive forecast: below 1 is better than repeating the past (Hyndman and Koehler 2006).'
    : ''
  return [
    {
      title: `Best variant: ${ref}`,
      blocks: [
        {
          kind: 'paragraph',
          text: `Every metric of the held-out rows, mean ± standard deviation over ${count(seeds.length, 'seed')}. Validation rows chose this variant.${scaled}`,
        },
        {
          kind: 'table',
          caption: `Metrics of ${ref}`,
          columns: [{ title: 'Metric' }, ...parts.map(({ title }) => ({ title, numeric: true }))],
          rows: names.map((name) => ({
            cells: [
              { text: Object.hasOwn(metricNames, name) ? (metricNames[name] ?? name) : name },
              ...parts.map(({ found }) => meanCell(found[name], decimals(name))),
            ],
          })),
        },
      ],
    },
  ]
}

function calibrationSection({ ref, calibration }: BestModel): Section[] {
  if (calibration === undefined) return []
  const { error, part, bins } = calibration
  const off = bins.reduce((sum, bin) => sum + bin.predictions * (bin.probability - bin.accuracy), 0)
  const bias = off > 0 ? 'surer than it was right' : 'less sure than it was right'
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
  const interval = error.interval
    ? ` (95 % interval ${percent(Math.max(0, error.interval.low))} to ${percent(error.interval.high)}, ${count(error.n, 'seed')})`
    : ` (${count(error.n, 'seed')})`
  return [
    {
      title: `Calibration: ${ref}`,
      blocks: [
        {
          kind: 'paragraph',
          text: `How sure the model was of its predictions on ${part} rows beside how often they were right. Expected calibration error (Naeini, Cooper and Hauskrecht 2015): ${percent(error.mean)}${interval}. On the whole it was ${bias}. A dot below the diagonal was too sure; its area is the share of predictions, all seeds together.`,
        },
        { kind: 'picture', picture: calibrationPicture(ref, calibration) },
        {
          kind: 'table',
          caption: `Reliability of ${ref}`,
          columns: [
            { title: 'Probability' },
            { title: 'Predictions', numeric: true },
            { title: 'Mean probability', numeric: true },
            { title: 'Right', numeric: true },
          ],
          rows: bins.map(({ from, to, predictions, probability, accuracy }) => ({
            cells: [
              { text: `${(100 * from).toFixed(0)} … ${(100 * to).toFixed(0)} %`, sort: from },
              { text: String(predictions), sort: predictions },
              { text: percent(probability), sort: probability },
              { text: percent(accuracy), sort: accuracy },
            ],
          })),
        },
      ],
    },
  ]
}

function mistakesSection(mistakes: readonly MistakenRow[]): Section[] {
  const [first] = mistakes
  if (first === undefined) return []
  return [
    {
      title: 'Most confident mistakes',
      blocks: [
        {
          kind: 'paragraph',
          text: `Rows of the ${first.part} part that the best variant was surest of and wrong about: often the first to show what is wrong with the labels.`,
        },
        { kind: 'picture', picture: mistakesPicture(mistakes) },
        {
          kind: 'table',
          caption: 'Most confident mistakes',
          columns: [
            { title: 'Row', numeric: true },
            { title: 'Is' },
            { title: 'Taken for' },
            { title: 'Probability', numeric: true },
            { title: 'Seeds' },
          ],
          rows: mistakes.map(({ index, label, predicted, probability, seeds }) => ({
            cells: [
              { text: String(index), sort: index },
              { text: label },
              { text: predicted },
              { text: probability.toFixed(4), sort: probability },
              { text: seeds.join(', ') },
            ],
          })),
        },
      ],
    },
  ]
}

function classesSection(best: BestModel): Section[] {
  const results = best.test ?? best.validation
  if (results === undefined) return []
  const names = results.classes.map(({ name }) => name)
  return [
    {
      title: `Best variant by class: ${best.ref}`,
      blocks: [
        { kind: 'paragraph', text: introduction(best) },
        { kind: 'picture', picture: confusionPicture(best.ref, results) },
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
              ...ratios(results.classes[index]),
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
  return `${count(seeds.length, 'seed')}${seeds.length > 1 ? ' together' : ''}: ${results?.predictions ?? 0} predictions on ${part} rows, ${((results?.accuracy ?? 0) * 100).toFixed(2)} % of them right.${chosen} Rows of the confusion matrix are true classes, columns predicted ones.`
}

function ratios(found: ClassResult | undefined): Cell[] {
  return [numberCell(found?.support, String), share(found?.precision), share(found?.recall), share(found?.f1)]
}

function share(value: number | undefined): Cell {
  return value === undefined ? emptyCell : { text: value.toFixed(3), sort: value }
}
