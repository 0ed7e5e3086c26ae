/** Expressions parse, and read hyperparameters that have a value somewhere. */

import { ExpressionError, givenNames, namesIn } from '../language/expression.js'
import { givenHyperparameters } from './written/known-hyperparameters.js'
import type { Rule } from './written/rule.js'
import { writtenExpressions } from './written/written-expressions.js'

/** Checks every expression of the file. Whether one has a value in each variant is seen in planning. */
export const expressions: Rule = (context) => {
  const given = givenHyperparameters(context)
  for (const { text, place } of writtenExpressions(context)) {
    try {
      for (const name of namesIn(text)) {
        if (given.has(name) || givenNames.has(name)) continue
        const message = `"${text}" reads the hyperparameter "${name}", which has no value. Give it one in "hyperparameters".`
        context.report('unknown-hyperparameter', message, place, { unknown: [name, given] })
      }
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      context.report('bad-expression', error.message, place)
    }
  }
}
