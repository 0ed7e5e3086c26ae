/** Layers as written: one known layer name each, with arguments it takes, and ids that tell them apart. */

import type { LayerType } from '../model/catalogue.js'
import type { Layer, Model } from '../language/experiment.js'
import { checkArguments } from './layer-arguments.js'
import type { Rule, RuleContext } from './written/rule.js'

/** Checks every layer that the file writes, also inside repeats and edits. */
export const layers: Rule = (context) => {
  for (const { recipe } of context.recipes) {
    if (recipe.model?.layers) checkLayers(recipe.model.layers, context)
    if (recipe.model?.edit) checkEdit(recipe.model.edit, context)
  }
}

/** Checks a list of layers, and through their arguments those inside them. */
function checkLayers(list: readonly Layer[], context: RuleContext): void {
  const byId = new Map<string, Layer>()
  for (const layer of list) {
    checkLayer(layer, context)
    const same = layer.id === undefined ? undefined : byId.get(layer.id)
    if (layer.id === undefined) continue
    const mayAlternate = same?.if !== undefined && layer.if !== undefined
    if (same && !mayAlternate) {
      context.report('duplicate-id', `Another layer has the id "${layer.id}" already.`, [layer, 'id'])
    }
    byId.set(layer.id, layer)
  }
}

function checkLayer(layer: Layer, context: RuleContext): void {
  const [name, second] = Object.keys(layer).filter((key) => key !== 'id' && key !== 'if')
  if (name === undefined) {
    const message = 'The layer has no type; expected one layer name with its arguments, such as "dense: {units: 10}".'
    return context.report('bad-layer', message, [layer])
  }
  const type = knownType(name, layer, context)
  if (second !== undefined) {
    const inside = type && Object.hasOwn(type.arguments, second)
    const hint = inside ? `as an argument it goes inside: "${name}: {${second}: …}"` : 'expected one type a layer'
    return context.report('bad-layer', `"${second}" stands beside "${name}"; ${hint}.`, [layer, second, 'key'])
  }
  if (type) checkTyped(layer, name, type, context)
}

/** Returns the layer's type, or says that there is none. */
function knownType(name: string, layer: object, { catalogue, report }: RuleContext): LayerType | undefined {
  const type = catalogue?.layerTypes.get(name)
  if (type || !catalogue) return type
  if (catalogue.notAvailableYet?.layerTypes.includes(name)) {
    report('not-available', `The layer "${name}" is not available yet.`, [layer, name, 'key'])
  } else {
    const unknown = [name, catalogue.layerTypes.keys()] as const
    report('unknown-layer', `Unknown layer "${name}".`, [layer, name, 'key'], { unknown })
  }
  return undefined
}

function checkTyped(
  owner: Readonly<Record<string, unknown>>,
  name: string,
  type: LayerType,
  context: RuleContext,
): void {
  const args = owner[name] ?? {}
  if (!isMap(args)) {
    const message = `The arguments of "${name}" are ${Array.isArray(args) ? 'a list' : 'no map'}; expected a map.`
    return context.report('wrong-argument', message, [owner, name])
  }
  checkArguments({ type, args, place: [owner, name, 'key'], isWhole: true }, context, (nested) =>
    checkLayers(nested, context),
  )
}

/** Checks of selectors that do not need the model: which layers they match is known when it is put together. */
function checkEdit(edit: NonNullable<Model['edit']>, context: RuleContext): void {
  for (const [selector, change] of Object.entries(edit)) {
    if (change === null) continue
    const [name, ...others] = Object.keys(change)
    if (name !== undefined && others.length === 0 && isMap(change[name])) {
      const type = knownType(name, change, context)
      if (type) checkTyped(change, name, type, context)
    } else {
      const type = context.catalogue?.layerTypes.get(selector)
      const checked = { args: change, place: [edit, selector, 'key'], isWhole: false } as const
      if (type) checkArguments({ type, ...checked }, context, (nested) => checkLayers(nested, context))
    }
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
