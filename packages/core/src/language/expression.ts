/**
 * Expressions over hyperparameters, such as `$filters * 2 ^ index` or `$layers >= 2`: hyperparameter names after `$`,
 * `index` (in a repeat), `classes`, `$outputs`, `$window`, `$season`, numbers, + - * / ^ ( ) and comparisons. Parsed by jsep, evaluated here; nothing is
 * ever handed to JavaScript.
 */

import jsep from 'jsep'

import type { Scalar } from './experiment.js'

/** Values by name, without `$`: hyperparameters, and names that the data defines. */
export type Scope = Readonly<Record<string, Scalar>>

/** An expression that cannot be parsed or evaluated. Its message is a full sentence. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

const bareNames = new Set(['index', 'classes', 'true', 'false'])

/** Names that the data and a repeat give values to: no hyperparameter can have one. */
export const givenNames: ReadonlyMap<string, string> = new Map([
  ['index', 'in a repeat it is the number of the turn'],
  ['classes', 'it is the number of classes that the data has'],
  ['outputs', 'it is how many numbers a model must give for an example'],
  ['window', 'it is the "window" of the data'],
  ['season', 'it is the "season" of the data'],
])

const longest = 200

// `^` is power here (as in mathematics and in R), not JavaScript's bitwise or; it binds tighter than `*`, to the right.
jsep.removeAllBinaryOps()
jsep.removeAllUnaryOps()
for (const [operator, precedence] of [
  ['||', 1],
  ['&&', 2],
  ['==', 6],
  ['!=', 6],
  ['<', 7],
  ['>', 7],
  ['<=', 7],
  ['>=', 7],
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['/', 10],
] as const) {
  jsep.addBinaryOp(operator, precedence)
}
jsep.addBinaryOp('^', 12, true)
jsep.addUnaryOp('-')
jsep.addUnaryOp('!')

const parsed = new Map<string, jsep.Expression>()

/** Whether a value is an expression: a string with a `$`, or with the word `index` or `classes`. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && /\$|\b(?:index|classes)\b/.test(value)
}

/** Returns the hyperparameters that an expression reads, without `$`, in order of first use. */
export function namesIn(text: string): string[] {
  const names = new Set<string>()
  walk(parse(text), text, names)
  return [...names]
}

/**
 * Returns an expression's value.
 * @throws ExpressionError for bad syntax, a name that is not in scope, or operands of the wrong type.
 */
export function evaluate(text: string, scope: Scope): Scalar {
  return valueOf(parse(text), text, scope)
}

function parse(text: string): jsep.Expression {
  const known = parsed.get(text)
  if (known) return known
  if (text.length > longest)
    throw new ExpressionError(`The expression is ${text.length} characters long; at most ${longest} are allowed.`)
  let tree: jsep.Expression
  try {
    tree = jsep(text)
  } catch (error) {
    throw new ExpressionError(`"${text}" is not an expression: ${(error as Error).message}.`, { cause: error })
  }
  walk(tree, text, new Set())
  parsed.set(text, tree)
  return tree
}

function walk(node: jsep.Expression, text: string, names: Set<string>): void {
  switch (node.type) {
    case 'Literal':
      return
    case 'Identifier': {
      const name = (node as jsep.Identifier).name
      if (name.startsWith('$') && name.length > 1) names.add(name.slice(1))
      else if (!bareNames.has(name)) {
        throw new ExpressionError(
          `Unknown name "${name}" in "${text}". A hyperparameter is written "$${name.replace('$', '')}".`,
        )
      }
      return
    }
    case 'UnaryExpression':
      return walk((node as jsep.UnaryExpression).argument, text, names)
    case 'BinaryExpression':
      walk((node as jsep.BinaryExpression).left, text, names)
      return walk((node as jsep.BinaryExpression).right, text, names)
    default:
      throw new ExpressionError(
        `"${text}" is not an expression. Allowed are $hyperparameters, numbers, strings, index, classes, + - * / ^ ( ), comparisons, && || and !.`,
      )
  }
}

function valueOf(node: jsep.Expression, text: string, scope: Scope): Scalar {
  switch (node.type) {
    case 'Literal':
      return (node as jsep.Literal).value as Scalar
    case 'Identifier':
      return lookUp((node as jsep.Identifier).name, text, scope)
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression
      const value = valueOf(argument, text, scope)
      return operator === '!' ? !truth(value, text) : -number(value, operator, text)
    }
    default: {
      const { operator, left, right } = node as jsep.BinaryExpression
      if (operator === '&&') return truth(valueOf(left, text, scope), text) && truth(valueOf(right, text, scope), text)
      if (operator === '||') return truth(valueOf(left, text, scope), text) || truth(valueOf(right, text, scope), text)
      return binary(operator, valueOf(left, text, scope), valueOf(right, text, scope), text)
    }
  }
}

function lookUp(name: string, text: string, scope: Scope): Scalar {
  if (name === 'true' || name === 'false') return name === 'true'
  const value = Object.hasOwn(scope, name.replace(/^\$/, '')) ? scope[name.replace(/^\$/, '')] : undefined
  if (value !== undefined) return value
  if (name === 'index') throw new ExpressionError(`"index" in "${text}" has a meaning only inside a repeat.`)
  if (name === 'classes' || name === '$classes')
    throw new ExpressionError(`"${text}" needs the number of classes, which the data does not have.`)
  if (givenNames.has(name.slice(1))) throw new ExpressionError(`"${text}" needs a series: "data" with a "window".`)
  throw new ExpressionError(`"${text}" reads the hyperparameter "${name.slice(1)}", which has no value.`)
}

function binary(operator: string, left: Scalar, right: Scalar, text: string): Scalar {
  if (operator === '==') return left === right
  if (operator === '!=') return left !== right
  const [a, b] = [number(left, operator, text), number(right, operator, text)]
  switch (operator) {
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    case '+':
      return finite(a + b, text)
    case '-':
      return finite(a - b, text)
    case '*':
      return finite(a * b, text)
    case '/':
      return finite(a / b, text)
    default:
      return finite(a ** b, text)
  }
}

function number(value: Scalar, operator: string, text: string): number {
  if (typeof value === 'number') return value
  throw new ExpressionError(`"${operator}" in "${text}" needs numbers, not "${value}".`)
}

function truth(value: Scalar, text: string): boolean {
  if (typeof value === 'boolean') return value
  throw new ExpressionError(`"${text}" needs true or false where it has "${value}".`)
}

function finite(value: number, text: string): number {
  if (Number.isFinite(value)) return value
  throw new ExpressionError(`"${text}" is ${value}.`)
}
