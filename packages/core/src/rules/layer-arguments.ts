/** A layer's arguments against the vocabulary's rules, before any expression has a value. */

import type { ArgumentRule, LayerType } from '../model/catalogue.js'
import type { Layer } from '../language/experiment.js'
import { isExpression } from '../language/expression.js'
import type { Place, RuleContext } from './written/rule.js'

/** Arguments as written. */
export interface WrittenArguments {
  readonly type: LayerType
  readonly args: Readonly<Record<string, unknown>>
  /** Where a missing argument is reported. */
  readonly place: Place
  /** Whether every required argument has to be there: an edit says only some. */
  readonly isWhole: boolean
}

/** Reports unknown, missing and unsuitable arguments; lists of layers inside are handed to `checkNested`. */
export function checkArguments(
  { type, args, place, isWhole }: WrittenArguments,
  { report }: RuleContext,
  checkNested: (layers: readonly Layer[]) => void,
): void {
  for (const [name, value] of Object.entries(args)) {
    const rule = Object.hasOwn(type.arguments, name) ? type.arguments[name] : undefined
    if (!rule) {
      const known = Object.keys(type.arguments)
      const takes = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`
      const message = `The layer "${type.name}" has no argument "${name}". ${takes}`
      report('unknown-argument', message, [args, name, 'key'], { unknown: [name, known] })
      continue
    }
    const expected = expectedInstead(rule, value)
    if (expected !== undefined) {
      const message = `"${name}" of "${type.name}" is ${show(value)}; expected ${expected}.`
      const unknown = rule.values && typeof value === 'string' ? ([value, rule.values] as const) : undefined
      report('wrong-argument', message, [args, name], unknown ? { unknown } : {})
    } else for (const layers of nestedLayers(rule, value)) checkNested(layers)
  }
  for (const [name, { required }] of Object.entries(type.arguments)) {
    if (required && isWhole && (args[name] === undefined || args[name] === null)) {
      report('wrong-argument', `The layer "${type.name}" needs the argument "${name}".`, place)
    }
  }
}

/** Returns what a rule expects, if the value breaks it. `null` means Keras's default. */
function expectedInstead(rule: ArgumentRule, value: unknown): string | undefined {
  if (value === null) return undefined
  switch (rule.type) {
    case 'layers':
      return isLayers(value) ? undefined : 'a list of layers'
    case 'branches':
      return Array.isArray(value) && value.every(isLayers) ? undefined : 'a list of lists of layers'
    case 'size': {
      const sizes: unknown[] = Array.isArray(value) ? value : [value]
      const isSize = sizes.length > 0 && sizes.every((size) => isExpression(size) || isInteger(rule, size))
      return isSize ? undefined : `a whole number${range(rule)}, or a list of them`
    }
    case 'numbers':
      return isNumbers(rule, value)
        ? undefined
        : `a map of ${(rule.values ?? []).join(', ')} with numbers${range(rule)}`
    default:
      return isExpression(value) ? undefined : expectedScalar(rule, value)
  }
}

function expectedScalar(rule: ArgumentRule, value: unknown): string | undefined {
  switch (rule.type) {
    case 'integer':
      return isInteger(rule, value) ? undefined : `a whole number${range(rule)}`
    case 'number':
      return typeof value === 'number' && inRange(rule, value) ? undefined : `a number${range(rule)}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false'
    default:
      if (typeof value === 'string' && (rule.values?.includes(value) ?? true)) return undefined
      return rule.values === undefined ? 'text' : `one of ${rule.values.join(', ')}`
  }
}

function isNumbers(rule: ArgumentRule, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([key, item]) =>
      rule.values?.includes(key) && (isExpression(item) || (typeof item === 'number' && inRange(rule, item))),
  )
}

function nestedLayers(rule: ArgumentRule, value: unknown): readonly (readonly Layer[])[] {
  if (value === null) return []
  if (rule.type === 'layers') return [value as Layer[]]
  return rule.type === 'branches' ? (value as Layer[][]) : []
}

function isLayers(value: unknown): value is Layer[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
  )
}

function isInteger(rule: ArgumentRule, value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && inRange(rule, value)
}

function inRange({ minimum = -Infinity, maximum = Infinity }: ArgumentRule, value: number): boolean {
  return value >= minimum && value <= maximum
}

function range({ minimum, maximum }: ArgumentRule): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` of at least ${minimum}`
  return maximum === undefined ? '' : ` of at most ${maximum}`
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map' : JSON.stringify(value)
}
