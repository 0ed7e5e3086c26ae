/** The expressions of a file: in layers' arguments and `if`, in edits, and in a few keys of the data. */

import { dataNumbers, isPercentage } from '../../contract/data-numbers.js'
import { isExpression } from '../../language/expression.js'
import type { Place, RuleContext } from './rule.js'

/** An expression where it was written. */
export interface WrittenExpression {
  readonly text: string
  readonly place: Place
}

/** Returns every expression of the file, also those in repeats and edits. */
export function writtenExpressions({ recipes }: RuleContext): WrittenExpression[] {
  const found: WrittenExpression[] = []
  for (const { recipe } of recipes) {
    if (typeof recipe.data === 'object') collectMembers(recipe.data, dataNumbers, found)
    if (recipe.model?.layers) collect(recipe.model.layers, found)
    if (recipe.model?.edit) collect(recipe.model.edit, found)
  }
  return found
}

function collectMembers(object: object, keys: readonly string[], found: WrittenExpression[]): void {
  for (const key of keys) {
    const text = (object as Readonly<Record<string, unknown>>)[key]
    if (typeof text === 'string' && !isPercentage(text)) found.push({ text, place: [object, key] })
  }
}

/** Any text with a `$` in it is an expression, and `if` always is one. */
function collect(value: object, found: WrittenExpression[]): void {
  for (const [key, member] of Object.entries(value) as [string, unknown][]) {
    if (typeof member === 'string') {
      if (key !== 'id' && (key === 'if' || isExpression(member))) found.push({ text: member, place: [value, key] })
    } else if (typeof member === 'object' && member !== null) collect(member, found)
  }
}
