/** Replaces missing cells by a statistic of the training rows, like scikit-learn's SimpleImputer. */

import type { MissingValues } from '@assay/core'

import { JobFailure } from '../../base/job-failure.js'
import { isMissing } from './csv-column.js'
import { someRows } from './csv-table.js'
import type { Table } from './csv-table.js'
import type { CsvColumns, FeatureColumn } from './csv.js'

/** The statistic that replaces a missing number. A missing category is always the most frequent one. */
export type Imputation = Exclude<MissingValues, 'refuse' | 'drop'>

/** Features row by row. A missing cell is NaN, in each of its columns if it is a category. */
export interface FeatureMatrix {
  readonly features: Float64Array
  readonly width: number
}

/**
 * Returns the replacement of missing values in each column of the matrix.
 * @throws JobFailure if no training row has a value.
 */
export function fillOf(
  matrix: FeatureMatrix,
  rows: Int32Array,
  columns: readonly FeatureColumn[],
  imputation: Imputation,
): Float64Array {
  const fill = new Float64Array(matrix.width)
  let column = 0
  for (const { name, categories } of columns) {
    const present = presentRows(matrix, rows, column)
    if (present.length === 0) throw new JobFailure(`No training row has a value in the column "${name}".`)
    if (categories) {
      // Takes the first of the most frequent: categories are sorted, so ties go to the smallest.
      fill[column + mostFrequentCategory(matrix, present, column, categories.length)] = 1
      column += categories.length
    } else {
      fill[column] = statistic[imputation](present.map((row) => matrix.features[row * matrix.width + column]).sort())
      column++
    }
  }
  return fill
}

/** Returns the value, or its replacement if it is missing. */
export function filled(value: number, column: number, fill: Float64Array | undefined): number {
  return fill && Number.isNaN(value) ? fill[column] : value
}

/** Returns a table without the rows that miss a cell in a used column. */
export function withoutGaps(table: Table, { target, features }: CsvColumns): Table {
  const read = table.columns.flatMap((name, column) =>
    name === target || (features?.includes(name) ?? true) ? [column] : [],
  )
  const all = Int32Array.from({ length: table.rows }, (_, row) => row)
  const rows = all.filter((row) => read.every((column) => !isMissing(table.cell(row, column))))
  if (rows.length > 0) return someRows(table, rows)
  throw new JobFailure(`Every row of "${table.file(0)}" misses a value; "missing: drop" leaves none.`)
}

function presentRows({ features, width }: FeatureMatrix, rows: Int32Array, column: number): Float64Array {
  return Float64Array.from(rows.filter((row) => !Number.isNaN(features[row * width + column])))
}

function mostFrequentCategory({ features, width }: FeatureMatrix, rows: Float64Array, from: number, count: number) {
  const counts = new Float64Array(count)
  for (const row of rows)
    for (let index = 0; index < count; index++) counts[index] += features[row * width + from + index]
  return counts.indexOf(Math.max(...counts))
}

/** Statistics of sorted numbers. */
const statistic: Readonly<Record<Imputation, (values: Float64Array) => number>> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values) => (values[Math.floor((values.length - 1) / 2)] + values[Math.floor(values.length / 2)]) / 2,
  most_frequent: (values) => {
    let [best, bestCount, count] = [values[0], 0, 0]
    values.forEach((value, index) => {
      count = index > 0 && value === values[index - 1] ? count + 1 : 1
      if (count > bestCount) [best, bestCount] = [value, count]
    })
    return best
  },
}
