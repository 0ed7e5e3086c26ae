/** The part of a report about the best variant on the held-out rows, as plain JSON. */

import type { Estimate } from '../statistics/statistics.js'

/** The best variant on the held-out rows. Validation picked it; test rows had no say. */
export interface BestModel {
  readonly ref: string
  /** The seeds that are summed. */
  readonly seeds: readonly number[]
  /** Of a classifier, the seeds added up. */
  readonly validation?: ClassResults
  /** Of a classifier, the seeds added up. */
  readonly test?: ClassResults
  /** Every metric of each part, those that SageMaker is not told included. */
  readonly metrics: {
    readonly validation?: Readonly<Record<string, Estimate>>
    readonly test?: Readonly<Record<string, Estimate>>
  }
  /** Of the test part, or of validation if there is no test. */
  readonly calibration?: CalibrationResult
  /** Of the test part, or of validation if there is no test: the surest first, at most 20. */
  readonly mistakes?: readonly MistakenRow[]
}

/** How sure the best variant was of its predictions beside how often they were right. */
export interface CalibrationResult {
  readonly part: 'validation' | 'test'
  /** Expected calibration error, over seeds. */
  readonly error: Estimate
  /** All seeds' predictions together, by the probability of the predicted class. */
  readonly bins: readonly {
    readonly from: number
    readonly to: number
    readonly predictions: number
    readonly accuracy: number
    /** The mean of the bin. */
    readonly probability: number
  }[]
}

/** A held-out row that seeds of the best variant got wrong and were sure of. */
export interface MistakenRow {
  readonly part: 'validation' | 'test'
  /** The row in its channel. */
  readonly index: number
  readonly label: string
  /** The class that the surest seed predicted, and its probability. */
  readonly predicted: string
  readonly probability: number
  /** Seeds that have this row among their most confident mistakes. */
  readonly seeds: readonly number[]
  /** The row as a PNG, `data:image/png;base64,…`, if it is an image. */
  readonly image?: string
}

/** Results by class, counted over all seeds. */
export interface ClassResults {
  /** Sum of `confusion`: each held-out row counts once for each seed. */
  readonly predictions: number
  readonly accuracy: number
  readonly classes: readonly ClassResult[]
  /** Rows are true classes, columns predicted ones. */
  readonly confusion: readonly (readonly number[])[]
}

/** One class. A ratio without a denominator is 0. */
export interface ClassResult {
  readonly name: string
  readonly support: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}
