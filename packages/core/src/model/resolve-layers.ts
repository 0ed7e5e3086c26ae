/** Templates → layers: every expression evaluated, `repeat` unrolled, `if` decided. */

import type { Json, Scalar } from '../language/experiment.js'
import { evaluate, ExpressionError, isExpression } from '../language/expression.js'
import type { Scope } from '../language/expression.js'
import type { LayerTemplate, ResolvedLayer, ResolvedValue, TemplateValue } from '../contract/training-spec.js'

/** The concrete layers and, for each id, the template it came from (so that an error finds its line). */
export interface Resolution {
  readonly layers: readonly ResolvedLayer[]
  readonly origins: ReadonlyMap<string, LayerTemplate>
}

/** An expression that failed, with the template of its layer. */
export class LayerResolutionError extends Error {
  override readonly name = 'LayerResolutionError'
  readonly layer: LayerTemplate
  constructor(layer: LayerTemplate, message: string, cause?: unknown) {
    super(message, { cause })
    this.layer = layer
  }
}

const mostLayers = 2000

/**
 * Returns a template's layers for given hyperparameters. `scope` has every hyperparameter without `$`, and `classes`.
 * @throws LayerResolutionError if an expression cannot be evaluated, a repeat is not a count, or ids collide.
 */
export function resolveLayers(template: readonly LayerTemplate[], scope: Scope): Resolution {
  const origins = new Map<string, LayerTemplate>()
  return { layers: resolveList(template, scope, '', origins), origins }
}

function resolveList(
  template: readonly LayerTemplate[],
  scope: Scope,
  prefix: string,
  origins: Map<string, LayerTemplate>,
): ResolvedLayer[] {
  return template.flatMap((layer) => resolveLayer(layer, scope, prefix, origins))
}

function resolveLayer(
  layer: LayerTemplate,
  scope: Scope,
  prefix: string,
  origins: Map<string, LayerTemplate>,
): readonly ResolvedLayer[] {
  if (!isIncluded(layer, scope)) return []
  const id = prefix + layer.id
  if (layer.type === 'repeat') return unroll(layer, scope, id, origins)
  if (origins.has(id)) throw new LayerResolutionError(layer, `Two layers have the id "${id}".`)
  if (origins.size >= mostLayers) throw new LayerResolutionError(layer, `The model has more than ${mostLayers} layers.`)
  origins.set(id, layer)
  const args: Record<string, ResolvedValue> = {}
  for (const [name, value] of Object.entries(layer.args)) {
    args[name] = resolveArgument(layer, name, value, scope, `${id}_`, origins)
  }
  return [{ id, type: layer.type, args }]
}

function isIncluded(layer: LayerTemplate, scope: Scope): boolean {
  if (layer.if === undefined || typeof layer.if === 'boolean') return layer.if ?? true
  const value = evaluateIn(layer, layer.if, scope)
  if (typeof value === 'boolean') return value
  throw new LayerResolutionError(layer, `"if: ${layer.if}" is "${value}"; expected true or false.`)
}

function unroll(layer: LayerTemplate, scope: Scope, id: string, origins: Map<string, LayerTemplate>): ResolvedLayer[] {
  const times = resolveJson(layer, layer.args['times'] as Json, scope)
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 0) {
    throw new LayerResolutionError(
      layer,
      `"repeat" of "${layer.id}" needs a count of 0 or more in "times", not ${JSON.stringify(times)}.`,
    )
  }
  if (times > mostLayers)
    throw new LayerResolutionError(
      layer,
      `"repeat" of "${layer.id}" is ${times} times; at most ${mostLayers} are allowed.`,
    )
  const body = layer.args['layers'] as readonly LayerTemplate[]
  return Array.from({ length: times }, (_, index) =>
    resolveList(body, { ...scope, index }, `${id}_${index}_`, origins),
  ).flat()
}

function resolveArgument(
  layer: LayerTemplate,
  name: string,
  value: TemplateValue,
  scope: Scope,
  prefix: string,
  origins: Map<string, LayerTemplate>,
): ResolvedValue {
  if (name === 'layers') return resolveList(value as readonly LayerTemplate[], scope, prefix, origins)
  if (name === 'shortcut') return resolveList(value as readonly LayerTemplate[], scope, `${prefix}shortcut_`, origins)
  if (name === 'branches') {
    return (value as readonly (readonly LayerTemplate[])[]).map((branch, index) =>
      resolveList(branch, scope, `${prefix}${index}_`, origins),
    )
  }
  return resolveJson(layer, value as Json, scope)
}

function resolveJson(layer: LayerTemplate, value: Json, scope: Scope): Json {
  if (isExpression(value)) return evaluateIn(layer, value, scope)
  if (Array.isArray(value)) return value.map((item: Json) => resolveJson(layer, item, scope))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveJson(layer, item, scope)]))
  }
  return value
}

function evaluateIn(layer: LayerTemplate, text: string, scope: Scope): Scalar {
  try {
    return evaluate(text, scope)
  } catch (error) {
    if (error instanceof ExpressionError) throw new LayerResolutionError(layer, error.message, error)
    throw error
  }
}
