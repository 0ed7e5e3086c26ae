/** A metric of one class against the rest, from how often it is true, predicted, and both. */

import type { Metric, Rows } from './metric.js'

/** How many rows a class has. */
export interface ClassCounts {
  /** Rows of the class. */
  readonly support: number
  /** Rows that were taken for it. */
  readonly predicted: number
  /** Rows of which both hold. */
  readonly hits: number
}

/** A metric of each class. Its `ofRows` is that of class 1, among two. */
export interface ClassMetric extends Metric {
  readonly ofCounts: (counts: ClassCounts) => number
}

/** Returns a metric of classes that is `ofCounts`. */
export function classMetric(name: string, kerasName: string, ofCounts: ClassMetric['ofCounts']): ClassMetric {
  const ofRows = (rows: Rows): number => ofCounts(countsOf(rows, 1))
  return { name, task: 'classification', goal: 'maximize', isRowMean: false, kerasName, ofRows, ofCounts }
}

/** Returns the counts of a class. */
export function countsOf({ predictions, targets }: Rows, index: number): ClassCounts {
  let [support, predicted, hits] = [0, 0, 0]
  for (let row = 0; row < targets.length; row++) {
    if (targets[row] === index) support++
    if (predictions[row] === index) predicted++
    if (targets[row] === index && predictions[row] === index) hits++
  }
  return { support, predicted, hits }
}

/** Returns a share, or 0 if there is nothing to share. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
