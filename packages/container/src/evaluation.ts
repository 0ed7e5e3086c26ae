/** A held-out part's results per class, and its predictions row by row. */

import type { PartEvaluation } from '@assay/core'

import { calibration, probability } from './calibration.js'
import type { Part } from './data/part.js'
import type { Evaluated } from './evaluate.js'
import type { Loss } from './loss.js'
import { predictedClass } from './metrics.js'

/** How outputs are read. */
export interface OutputReading {
  readonly loss: Loss
  readonly task: 'classification' | 'regression'
  readonly classNames: readonly string[]
}

/** Returns a part's results: metrics, and for classes the confusion matrix with precision, recall and F1, and calibration. */
export function partEvaluation(evaluated: Evaluated, part: Part, reading: OutputReading): PartEvaluation {
  const { metrics } = evaluated
  if (reading.task === 'regression') return { rows: part.rows, metrics }
  const confusion = confusionMatrix(evaluated, part, reading)
  const calibrated = calibration(evaluated, part, reading.loss)
  return {
    rows: part.rows,
    metrics,
    classes: perClass(confusion, reading.classNames),
    confusion,
    ...(calibrated && { calibration: calibrated }),
  }
}

/** Rows are true classes, columns predicted ones. */
function confusionMatrix({ outputs }: Evaluated, part: Part, { loss, classNames }: OutputReading): number[][] {
  const width = outputs.length / part.rows
  const matrix = classNames.map(() => classNames.map(() => 0))
  for (let row = 0; row < part.rows; row++) {
    matrix[part.targets[row]][predictedClass(outputs, row * width, width, loss)]++
  }
  return matrix
}

/** A class that nothing was predicted as, or that has no rows, has a precision or recall of 0. */
function perClass(confusion: readonly (readonly number[])[], classNames: readonly string[]): PartEvaluation['classes'] {
  return classNames.map((name, index) => {
    const hits = confusion[index][index]
    const support = confusion[index].reduce((sum, count) => sum + count, 0)
    const predicted = confusion.reduce((sum, row) => sum + row[index], 0)
    const [precision, recall] = [share(hits, predicted), share(hits, support)]
    return { name, support, precision, recall, f1: share(2 * precision * recall, precision + recall) }
  })
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** The columns of `predictions.csv`. */
export const predictionHeader = 'part,index,label,predicted,probability'

/** Returns a line for each example: its place in its channel, what it is, what it was taken for, how surely. */
export function predictionLines(name: string, { outputs }: Evaluated, part: Part, reading: OutputReading): string[] {
  const width = outputs.length / part.rows
  return Array.from(part.indexes, (index, row) => {
    if (reading.task === 'regression') return `${name},${index},${part.targets[row]},${outputs[row]},`
    const predicted = predictedClass(outputs, row * width, width, reading.loss)
    const names = [part.targets[row], predicted].map((each) => quoted(reading.classNames[each]))
    return `${name},${index},${names.join(',')},${probability(outputs, row * width, width, predicted, reading.loss).toFixed(6)}`
  })
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
