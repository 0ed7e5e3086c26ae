/** Infers whether a column of a CSV file is numbers or categories. A column in between is refused. */

import type { ColumnDescription, MissingValues } from '@assay/core'

import { JobFailure } from '../../base/job-failure.js'
import { cellsOf } from './csv-table.js'
import type { Table } from './csv-table.js'

const missing = new Set(['', '?', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL'])
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** From this share of numbers on, a text among them is a mistake, not a category. */
const mostlyNumbers = 0.9

/** From this average number of words on, a column of different texts is text to read, not categories. */
const fewestWords = 3

/** More different texts than this are names or sentences, each of which would be an input of the model. */
const mostCategories = 1000

const shownExamples = 6

/** How a column is used, which decides how its missing cells are handled. */
export type Role = 'target' | 'feature' | 'text' | 'series'

/** Ways to handle a missing cell. */
const wayOut: Readonly<Record<Role, string>> = {
  target: 'It is to be predicted, and a target is never made up. Fill it in, remove its row, or say "missing: drop".',
  text: 'A text is never made up. Fill it in, remove its row, or say "missing: drop".',
  series: 'The steps of a series follow each other, and none is left out or made up. Fill it in.',
  feature: 'Fill it in, say with "missing" what becomes of such cells, or leave the column out of "features".',
}

/** Returns whether a cell is missing. */
export function isMissing(text: string): boolean {
  return missing.has(text)
}

/** Returns whether a cell is a finite decimal number. */
export function isNumber(text: string): boolean {
  return number.test(text) && Number.isFinite(Number(text))
}

/**
 * Returns the texts of a column that are not missing, and whether all are numbers.
 * @throws JobFailure that names file, line and column of a text among numbers, and of a missing cell unless that is
 * allowed.
 */
export function columnValues(
  table: Table,
  name: string,
  role: Role,
  mayMiss = false,
): { readonly values: string[]; readonly isNumeric: boolean } {
  const column = table.columns.indexOf(name)
  const all = cellsOf(table, column)
  const values = mayMiss ? all.filter((text) => !isMissing(text)) : all
  if (values.length === 0) throw new JobFailure(`No row has a value in the column "${name}".`)
  if (values.some(isMissing)) presentCell(table, all.findIndex(isMissing), column, role)
  const numbers = values.filter(isNumber).length
  if (numbers < values.length && isMixed(numbers, values.length)) {
    const row = all.findIndex((text) => !isNumber(text) && !(mayMiss && isMissing(text)))
    throw new JobFailure(
      `${table.place(row, column)} has "${all[row]}" in the column "${name}", where ` +
        `${numbers.toLocaleString('en-US')} of ${values.length.toLocaleString('en-US')} cells are finite numbers. ` +
        `Correct the cell, remove its row${role === 'target' ? '.' : ', or leave the column out of "features".'}`,
    )
  }
  return { values, isNumeric: numbers === values.length }
}

/** Returns a row's cell. @throws JobFailure if it is missing. */
export function presentCell(table: Table, row: number, column: number, role: Role): string {
  const text = table.cell(row, column)
  if (!isMissing(text)) return text
  throw new JobFailure(
    `${table.place(row, column)} has no value ("${text}") in the column "${table.columns[column]}". ${wayOut[role]}`,
  )
}

/** Returns whether texts are text to read rather than categories: several words each, and most of them different. */
export function isText(values: readonly string[]): boolean {
  if (new Set(values).size <= values.length / 2) return false
  return values.reduce((words, text) => words + text.split(/\s+/).length, 0) >= fewestWords * values.length
}

/** Returns the categories of a column, sorted. @throws JobFailure if they are too many to be categories. */
export function categoriesOf(values: readonly string[], name: string): string[] {
  if (isText(values)) {
    throw new JobFailure(
      `The column "${name}" is text. A model reads it with "text_vectorization", as the only one of "features"; ` +
        'else leave it out of them.',
    )
  }
  const categories = [...new Set(values)].sort()
  if (categories.length <= mostCategories) return categories
  throw new JobFailure(
    `The column "${name}" has ${categories.length.toLocaleString('en-US')} different texts; a category has at most ` +
      `${mostCategories.toLocaleString('en-US')}. Leave the column out of "features".`,
  )
}

/** Describes each column, with the first cell that training would refuse. A missing target is never made up. */
export function describeColumns(
  table: Table,
  names: readonly string[] = table.columns,
  { missing, target }: { readonly missing?: MissingValues; readonly target?: string } = {},
): ColumnDescription[] {
  return names.map((name) => describeColumn(table, name, name === target && missing !== 'drop' ? 'refuse' : missing))
}

function describeColumn(table: Table, name: string, imputed: MissingValues = 'refuse'): ColumnDescription {
  const column = table.columns.indexOf(name)
  const texts = cellsOf(table, column)
  const present = texts.filter((text) => !isMissing(text))
  const numbers = present.filter(isNumber).map(Number)
  const distinct = [...new Set(present)]
  const kind = kindOf(present, numbers.length)
  const bad = texts.findIndex((text) => (isMissing(text) ? imputed === 'refuse' : kind === 'mixed' && !isNumber(text)))
  return {
    name,
    kind,
    missing: texts.length - present.length,
    distinct: distinct.length,
    ...(kind === 'number' || kind === 'mixed' ? { range: rangeOf(numbers) } : {}),
    ...(kind === 'category' ? { examples: distinct.sort().slice(0, shownExamples) } : {}),
    ...(kind === 'text' ? { examples: [beginning(present[0])] } : {}),
    ...(imputed === 'refuse' || present.length === texts.length ? {} : { imputed: imputedBy(imputed, kind) }),
    ...(bad < 0 ? {} : { refused: `${table.place(bad, column)} "${texts[bad]}"` }),
  }
}

/** Categories have no mean. */
function imputedBy(imputed: MissingValues, kind: ColumnDescription['kind']): MissingValues {
  return kind === 'category' && imputed !== 'drop' ? 'most_frequent' : imputed
}

function kindOf(present: readonly string[], numbers: number): ColumnDescription['kind'] {
  if (present.length === 0) return 'empty'
  if (numbers === present.length) return 'number'
  if (isMixed(numbers, present.length)) return 'mixed'
  return isText(present) ? 'text' : 'category'
}

function beginning(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}

function isMixed(numbers: number, present: number): boolean {
  return numbers / present >= mostlyNumbers
}

function rangeOf(numbers: readonly number[]): readonly [number, number] {
  return numbers.reduce<[number, number]>(
    ([smallest, largest], value) => [Math.min(smallest, value), Math.max(largest, value)],
    [Infinity, -Infinity],
  )
}
