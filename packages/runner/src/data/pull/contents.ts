/** Checks that files are the known set whose name they get. */

import { UserError } from '../../base/failure.js'
import type { Description, TableDescription } from '../files/describe.js'
import type { Contents, KnownSet } from '../sets/known-sets.js'

/** @throws UserError if `from` holds something else than the known set of that name. */
export function checkContents({ name, holds }: KnownSet, found: Description | TableDescription, from: string): void {
  const [expected, here] = [inWords(holds), inWords(contentsOf(found))]
  if (expected === here) return
  throw new UserError(
    'another-set',
    `"${from}" is not the data set "${name}": it holds ${here}; expected ${expected}. Give your own data another name.`,
  )
}

function contentsOf(found: Description | TableDescription): Contents {
  const { rows, columns } = found
  if (columns !== undefined) return { rows, columns: columns.map(({ name }) => name) }
  return 'task' in found ? { rows, inputShape: found.inputShape, classes: found.classes } : { rows }
}

function inWords({ rows, inputShape, classes, columns }: Contents): string {
  return [
    ...Object.entries(rows).map(([part, count]) => `${count.toLocaleString('en-US')} rows ${part}`),
    ...(inputShape === undefined ? [] : [`input ${inputShape.length === 0 ? 'a text' : inputShape.join(' × ')}`]),
    ...(classes === undefined ? [] : [`${classes} classes`]),
    ...(columns === undefined ? [] : [`the columns ${columns.join(', ')}`]),
  ].join(', ')
}
