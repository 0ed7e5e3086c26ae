/** Confusion matrices: rows are true classes, columns predicted ones. */

import type { ClassCounts } from './class-metric.js'
import { f1 } from './f1.js'
import type { Rows } from './metric.js'
import { precision } from './precision.js'
import { recall } from './recall.js'

/** Rows counted by their true class, then by their predicted one. */
export type Confusion = readonly (readonly number[])[]

/** What a confusion matrix says about one class. */
export interface ClassScores {
  readonly support: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Returns the matrix of rows whose classes are below `classes`. */
export function confusionOf({ predictions, targets }: Rows, classes: number): Confusion {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let row = 0; row < targets.length; row++) {
    const [target, prediction] = [targets[row] ?? NaN, predictions[row] ?? NaN]
    const counts = matrix[target]
    if (counts) counts[prediction] = (counts[prediction] ?? 0) + 1
  }
  return matrix
}

/** Returns the scores of one class. */
export function classScores(confusion: Confusion, index: number): ClassScores {
  const counts = countsIn(confusion, index)
  return {
    support: counts.support,
    precision: precision.ofCounts(counts),
    recall: recall.ofCounts(counts),
    f1: f1.ofCounts(counts),
  }
}

function countsIn(confusion: Confusion, index: number): ClassCounts {
  return {
    support: total(confusion[index] ?? []),
    predicted: total(confusion.map((row) => row[index] ?? 0)),
    hits: confusion[index]?.[index] ?? 0,
  }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
