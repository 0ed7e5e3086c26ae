/** Checks a layer's arguments against their rules, after expressions are evaluated. */

import type { ArgumentRule, ResolvedLayer } from '@assay/core'

import type { Arguments, LayerDefinition } from './layer-definition.js'
import { ShapeError } from './shape.js'

/**
 * Returns a layer's arguments with Keras's defaults filled in.
 * @throws ShapeError if one is missing, unknown or outside its rule.
 */
export function completeArguments(definition: Pick<LayerDefinition, 'arguments'>, layer: ResolvedLayer): Arguments {
  const complete: Record<string, unknown> = {}
  for (const name in definition.arguments) {
    const rule = definition.arguments[name]
    const value: unknown = layer.args[name]
    if (value === undefined || value === null) {
      if (rule.required) throw new ShapeError(`"${layer.type}" needs the argument "${name}".`)
      if (rule.default !== undefined) complete[name] = rule.default
      continue
    }
    const expected = violation(rule, value)
    if (expected !== undefined) {
      throw new ShapeError(
        `"${name}" of "${layer.type}" is ${JSON.stringify(value) ?? 'undefined'}; expected ${expected}.`,
      )
    }
    complete[name] = value
  }
  for (const name in layer.args) {
    if (!Object.hasOwn(definition.arguments, name)) throw new ShapeError(`"${layer.type}" has no argument "${name}".`)
  }
  return complete
}

/** Returns what the rule expects if the value breaks it, else undefined. */
function violation(rule: ArgumentRule, value: unknown): string | undefined {
  switch (rule.type) {
    case 'integer':
      return Number.isSafeInteger(value) && inRange(rule, value as number) ? undefined : `an integer${range(rule)}`
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && inRange(rule, value)
        ? undefined
        : `a number${range(rule)}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'string':
      return typeof value === 'string' && (rule.values === undefined || rule.values.includes(value))
        ? undefined
        : (rule.values?.map((allowed) => `"${allowed}"`).join(', ') ?? 'text')
    case 'size':
      return isSize(rule, value) ? undefined : `an integer${range(rule)}, or a list of them`
    case 'numbers':
      return isNumbers(rule, value)
        ? undefined
        : `a map of ${(rule.values ?? []).join(', ')} with numbers${range(rule)}`
    case 'layers':
    case 'branches':
      return Array.isArray(value) ? undefined : 'a list of layers'
  }
}

function isSize(rule: ArgumentRule, value: unknown): boolean {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.every((item) => Number.isSafeInteger(item) && inRange(rule, item as number))
}

function isNumbers(rule: ArgumentRule, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([key, item]) => rule.values?.includes(key) && Number.isFinite(item) && inRange(rule, item as number),
  )
}

function inRange(rule: ArgumentRule, value: number): boolean {
  return value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity)
}

function range({ minimum, maximum }: ArgumentRule): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` of at least ${minimum}`
  return maximum === undefined ? '' : ` of at most ${maximum}`
}
