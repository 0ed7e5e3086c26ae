/**
 * Tables in CSV files with a header. A column of numbers is one feature, scaled by the training rows' mean and deviation. Any
 * other column is a category, with one feature (0 or 1) for each of its values.
 *
 * The target is a class if its column has texts, or exactly the integers 0 … k − 1. Otherwise it is a number.
 */

import type { MissingValues } from '@assay/core'

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader, Statistics } from '../channels/channel-reader.js'
import { categoriesOf, columnValues, isMissing, isNumber, isText, presentCell } from './csv-column.js'
import { cellsOf } from './csv-table.js'
import type { Table } from './csv-table.js'
import { filled, fillOf } from './impute.js'
import type { Imputation } from './impute.js'
import { textReader } from '../text/texts.js'
import { UnknownColumns } from './unknown-columns.js'

/** The columns to use. */
export interface CsvColumns {
  readonly target?: string
  /** Default: all but the target. */
  readonly features?: readonly string[]
  /** Default: refuse. */
  readonly missing?: MissingValues
}

/** How columns become features. The training channel decides, for every channel. */
export interface CsvCoding {
  readonly target: string
  /** Undefined for regression. */
  readonly classNames: readonly string[] | undefined
  readonly features: readonly FeatureColumn[]
  /** The column of texts to read, instead of features. */
  readonly text?: string
  /** Replacements of missing cells of features. */
  readonly imputation?: Imputation
}

/** A feature column. */
export interface FeatureColumn {
  readonly name: string
  /** Undefined for a numeric column. */
  readonly categories: readonly string[] | undefined
}

/** Returns the coding of a training table's columns. */
export function codeCsv(table: Table, { target: named, features, missing }: CsvColumns): CsvCoding {
  const { target, features: chosen } = requireColumns(table, { target: named, features })
  const imputation = missing === 'refuse' || missing === 'drop' ? undefined : missing
  if (chosen.length === 0) throw new JobFailure('The data has no features beside its target.')
  const classNames = classesOf(table, target)
  if (chosen.length === 1 && isTextColumn(table, chosen[0]))
    return { target, classNames, features: [], text: chosen[0] }
  return {
    target,
    classNames,
    features: chosen.map((name) => ({ name, categories: featureCategories(table, name, imputation !== undefined) })),
    ...(imputation && { imputation }),
  }
}

/**
 * Returns the target column and the feature columns, which are all others if none are named.
 * @throws UnknownColumns if they do not exist; JobFailure if no target is named, or if it is a feature too.
 */
export function requireColumns(
  { columns, file }: Table,
  { target, features }: { readonly target: string | undefined; readonly features: readonly string[] | undefined },
): { readonly target: string; readonly features: readonly string[] } {
  const known = columns.map((column) => `"${column}"`).join(', ')
  if (target === undefined) throw new JobFailure(`The data needs a "target": one of the columns ${known}.`)
  const unknown = [target, ...(features ?? [])].filter((name) => !columns.includes(name))
  if (unknown.length > 0) throw new UnknownColumns(`"${file(0)}" has no column`, unknown, columns)
  if (features?.includes(target)) throw new JobFailure(`The target "${target}" is also one of the features.`)
  return { target, features: features ?? columns.filter((name) => name !== target) }
}

/** Returns a reader over a table in a coding. */
export function openCsv(table: Table, coding: CsvCoding): ChannelReader {
  if (coding.text !== undefined) return openTexts(table, coding, coding.text)
  const { imputation } = coding
  const columnCodes = coding.features.map((feature) => codeColumn(table, feature, imputation !== undefined))
  const width = columnCodes.reduce((sum, code) => sum + code.width, 0)
  const features = new Float64Array(table.rows * width)
  let offset = 0
  for (const code of columnCodes) {
    for (let row = 0; row < table.rows; row++) code.write(row, features, row * width + offset)
    offset += code.width
  }
  const numeric = columnCodes.flatMap((code) => Array.from({ length: code.width }, () => code.numeric))
  const matrix = { features, width }
  return {
    task: coding.classNames ? 'classification' : 'regression',
    inputShape: [width],
    classNames: coding.classNames ?? [],
    targets: codeTargets(table, coding),
    columns: coding.features,
    statistics: (rows) => {
      const fill = imputation && fillOf(matrix, rows, coding.features, imputation)
      return { ...statistics(features, width, rows, numeric, fill), ...(fill && { fill }) }
    },
    read: async (rows, { mean, deviation, fill }: Statistics = unscaled(width)) => {
      const read = new Float32Array(rows.length * width)
      rows.forEach((row, position) => {
        for (let column = 0; column < width; column++) {
          const value = filled(features[row * width + column], column, fill)
          read[position * width + column] = (value - mean[column]) / deviation[column]
        }
      })
      return { values: read, divisor: 1 }
    },
  }
}

function openTexts(table: Table, coding: CsvCoding, name: string): ChannelReader {
  const column = requireSame(table, name)
  for (let row = 0; row < table.rows; row++) presentCell(table, row, column, 'text')
  return textReader({
    task: coding.classNames ? 'classification' : 'regression',
    classNames: coding.classNames ?? [],
    targets: codeTargets(table, coding),
    text: (row) => table.cell(row, column),
  })
}

/** Missing texts are refused when they are read. */
function isTextColumn(table: Table, name: string): boolean {
  const column = table.columns.indexOf(name)
  const present = cellsOf(table, column).filter((text) => !isMissing(text))
  return present.length > 0 && !present.every(isNumber) && isText(present)
}

function featureCategories(table: Table, name: string, mayMiss: boolean): string[] | undefined {
  const { values, isNumeric } = columnValues(table, name, 'feature', mayMiss)
  return isNumeric ? undefined : categoriesOf(values, name)
}

function classesOf(table: Table, target: string): string[] | undefined {
  const { values, isNumeric } = columnValues(table, target, 'target')
  if (!isNumeric) return categoriesOf(values, target)
  const numbers = [...new Set(values.map(Number))].sort((a, b) => a - b)
  return numbers.length > 1 && numbers.every((value, index) => value === index) ? numbers.map(String) : undefined
}

interface ColumnCode {
  readonly width: number
  readonly numeric: boolean
  readonly write: (row: number, into: Float64Array, at: number) => void
}

/** Each number of a missing cell's code is NaN. */
function codeColumn(table: Table, { name, categories }: FeatureColumn, mayMiss: boolean): ColumnCode {
  const column = requireSame(table, name)
  const at = (row: number): string => presentCell(table, row, column, 'feature')
  const isGap = (row: number): boolean => mayMiss && isMissing(table.cell(row, column))
  if (!categories) {
    return {
      width: 1,
      numeric: true,
      write: (row, into, index) => {
        into[index] = isGap(row) ? NaN : numberAt(table, row, column, at(row))
      },
    }
  }
  const positions = new Map(categories.map((category, index) => [category, index]))
  return {
    width: categories.length,
    numeric: false,
    write: (row, into, index) => {
      if (isGap(row)) return void into.fill(NaN, index, index + categories.length)
      const position = positions.get(at(row))
      if (position === undefined) throw unknownValue(table, row, column, at(row))
      into[index + position] = 1
    },
  }
}

function codeTargets(table: Table, { target, classNames }: CsvCoding): Float64Array {
  const column = requireSame(table, target)
  const positions = classNames && new Map(classNames.map((name, index) => [name, index]))
  return Float64Array.from({ length: table.rows }, (_, row) => {
    const text = presentCell(table, row, column, 'target')
    if (!positions) return numberAt(table, row, column, text)
    const index = positions.get(text) ?? positions.get(String(Number(text)))
    if (index === undefined) throw unknownValue(table, row, column, text)
    return index
  })
}

function requireSame(table: Table, name: string): number {
  const column = table.columns.indexOf(name)
  if (column >= 0) return column
  throw new JobFailure(`"${table.file(0)}" has no column "${name}", which the training channel has.`)
}

function numberAt(table: Table, row: number, column: number, text: string): number {
  if (isNumber(text)) return Number(text)
  throw new JobFailure(`${table.place(row, column)} has "${text}" in the column "${table.columns[column]}" of numbers.`)
}

function unknownValue(table: Table, row: number, column: number, text: string): JobFailure {
  return new JobFailure(
    `${table.place(row, column)} has "${text}" in the column "${table.columns[column]}", a value that the training channel does not have.`,
  )
}

/** Constant columns and categories are not scaled. */
function statistics(
  features: Float64Array,
  width: number,
  rows: Int32Array,
  numeric: readonly boolean[],
  fill: Float64Array | undefined,
): Statistics {
  const at = (row: number, column: number): number => filled(features[row * width + column], column, fill)
  const { mean, deviation } = unscaled(width)
  for (let column = 0; column < width; column++) {
    if (!numeric[column]) continue
    let sum = 0
    for (const row of rows) sum += at(row, column)
    mean[column] = sum / rows.length
    let squares = 0
    for (const row of rows) squares += (at(row, column) - mean[column]) ** 2
    deviation[column] = Math.sqrt(squares / rows.length) || 1
  }
  return { mean, deviation }
}

function unscaled(width: number): Statistics {
  return { mean: new Float64Array(width), deviation: new Float64Array(width).fill(1) }
}
