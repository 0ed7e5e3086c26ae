/** A description of a data set as text. */

import type { ColumnDescription } from '@assay/core'
import { counted } from '@assay/core/internal'

import { aligned } from '../base/aligned.js'
import type { Description, TableDescription } from './files/describe.js'

/** Returns a set's rows, shape and classes, and the columns of a table. */
export function describedData(description: Description | TableDescription): string {
  const { format, rows, columns } = description
  const parts = Object.entries(rows).map(([part, count]) => `${counted(count, 'row')} ${part}`)
  const lines = [`${format}: ${parts.join(', ')}`]
  if ('task' in description) {
    const { task, inputShape, classNames } = description
    lines.push(
      `input ${inputShape.length === 0 ? 'a text' : inputShape.join(' × ')}, ${task}${classNames.length > 0 ? ` of ${classNames.length}` : ''}`,
    )
    if (classNames.length > 0) lines.push(`classes ${shortened(classNames)}`)
    if (description.unchecked === true)
      lines.push('So many are looked at one by one when they are planned with: one may be damaged, or of another size.')
    if (description.constantTarget === true) lines.push(`warning: ${constantTarget}`)
  }
  return [...lines, ...(columns === undefined ? [] : ['', columnTable(columns)])].join('\n')
}

/** Warns about data whose targets are all the same. */
export const constantTarget = 'Every training row has the same target: there is nothing to learn from them.'

const head = ['column', 'type', 'missing', 'distinct', 'values', '']

/** Returns a line for each column: its inferred type, its values, and the first cell that training would refuse. */
export function columnTable(columns: readonly ColumnDescription[]): string {
  return aligned([head, ...columns.map(row)], ['left', 'left', 'right', 'right', 'left', 'left']).join('\n')
}

function row({ name, kind, missing, distinct, range, examples, imputed, refused }: ColumnDescription): string[] {
  return [
    name,
    kind,
    missing.toLocaleString('en-US'),
    distinct.toLocaleString('en-US'),
    range ? `${range[0]} … ${range[1]}` : shortened(examples ?? [], distinct),
    refused === undefined ? imputedAs(imputed) : `refused: ${refused}`,
  ]
}

function imputedAs(imputed: ColumnDescription['imputed']): string {
  if (imputed === undefined) return ''
  return imputed === 'drop' ? 'missing: row dropped' : `missing: ${imputed.replace('_', ' ')} of the training rows`
}

const mostShown = 6

function shortened(names: readonly string[], count = names.length): string {
  return [...names.slice(0, mostShown), ...(count > mostShown ? ['…'] : [])].join(', ')
}
