/** The part of a report about a matrix of hyperparameters, as plain JSON. */

import type { Scalar } from '@assay/core'

import type { Estimate, Interval } from '../statistics/statistics.js'

/** A matrix of hyperparameters. */
export interface MatrixAnalysis {
  /** The stage, or `stage/variant` if a stage crosses variants with a matrix. */
  readonly ref: string
  readonly axes: readonly MatrixAxis[]
  readonly cells: readonly MatrixCell[]
  readonly interactions: readonly Interaction[]
  /** Cells of the full grid that the file excludes. */
  readonly excluded: number
}

/** One hyperparameter of a matrix, and the mean objective at each of its values. */
export interface MatrixAxis {
  readonly name: string
  readonly levels: readonly { readonly value: Scalar; readonly objective?: Estimate }[]
  /** Largest level mean minus the smallest. */
  readonly range?: number
  /**
   * `balanced`: every cell counts. `matched`: only those settings of the other axes that were run at every level count.
   * `unmatched`: there is no such setting, so levels are averaged over different ones and are not comparable.
   */
  readonly method: 'balanced' | 'matched' | 'unmatched' | 'none'
  /** How the figures came about, in a sentence. */
  readonly note: string
}

/** One cell of a matrix. */
export interface MatrixCell {
  readonly ref: string
  readonly values: Readonly<Record<string, Scalar>>
  readonly objective?: Estimate
}

/** How far two axes do not simply add up: the cell that departs most from row plus column. */
export interface Interaction {
  readonly axes: readonly [string, string]
  readonly cell: readonly [Scalar, Scalar]
  /** Mean objective of the cell minus what the two main effects alone would give. */
  readonly departure: number
  /** 95 % for all cells of this pair together (Bonferroni); needs two seeds. */
  readonly interval?: Interval
}
