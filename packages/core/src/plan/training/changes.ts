/** The differences between a variant and the one it is compared with, in short phrases. */

import type { Scalar } from '../../language/experiment.js'
import type { LayerTemplate } from '../../contract/training-spec.js'
import { canonicalJson } from '../../base/digest.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'

/** Returns phrases such as `dropout: 0.25 → 0`, `flip removed`, `conv.strides: 1 → 2`; none when nothing differs. */
export function changesBetween(of: ResolvedVariant, variant: ResolvedVariant): string[] {
  return [
    ...modelChanges(of, variant),
    ...valueChanges('', of.hyperparameters, variant.hyperparameters),
    ...(of.dataset.digest === variant.dataset.digest ? [] : [`data: ${of.dataset.name} → ${variant.dataset.name}`]),
    ...valueChanges('data.', flat(of.data), flat(variant.data)),
    ...valueChanges('init_weights.', weightsOf(of), weightsOf(variant)),
  ]
}

function modelChanges(of: ResolvedVariant, variant: ResolvedVariant): string[] {
  const [before, after] = [of.variant.recipe.model?.architecture, variant.variant.recipe.model?.architecture]
  if (before !== after) return [`model: ${before ?? 'layers'} → ${after ?? 'layers'}`]
  if (of.template === variant.template) return []
  return layerChanges(of.template.layers, variant.template.layers)
}

function layerChanges(before: readonly LayerTemplate[], after: readonly LayerTemplate[]): string[] {
  const kept = new Map(after.map((layer) => [layer.id, layer]))
  const known = new Set(before.map((layer) => layer.id))
  return [
    ...before.flatMap((layer) => {
      const now = kept.get(layer.id)
      if (now === undefined) return [`${layer.id} removed`]
      if (now.type !== layer.type) return [`${layer.id}: ${layer.type} → ${now.type}`]
      return argumentChanges(layer, now)
    }),
    ...after.filter((layer) => !known.has(layer.id)).map((layer) => `${layer.id} added`),
  ]
}

function argumentChanges(before: LayerTemplate, after: LayerTemplate): string[] {
  const names = new Set([...Object.keys(before.args), ...Object.keys(after.args)])
  return [...names].flatMap((name) => {
    const [a, b] = [before.args[name], after.args[name]]
    if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return []
    if (name === 'layers' || name === 'shortcut')
      return layerChanges((a ?? []) as LayerTemplate[], (b ?? []) as LayerTemplate[])
    return [`${before.id}.${name}: ${show(a)} → ${show(b)}`]
  })
}

function valueChanges(
  prefix: string,
  before: Readonly<Record<string, Scalar>>,
  after: Readonly<Record<string, Scalar>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${prefix}${name}: ${show(before[name])} → ${show(after[name])}`)
}

/** A tuned value has more digits than anybody reads: the hyperparameters themselves keep them. */
function show(value: unknown): string {
  if (value === undefined) return '—'
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function flat({ fraction, split, ...rest }: ResolvedVariant['data']): Record<string, Scalar> {
  const { features, ...plain } = rest
  return { ...plain, ...(features ? { features: features.join(' ') } : {}), fraction, ...split }
}

function weightsOf({ variant }: ResolvedVariant): Record<string, Scalar> {
  const { from, layers, freeze } = variant.recipe.init_weights ?? {}
  return {
    ...(from === undefined ? {} : { from }),
    ...(layers && { layers: layers.join(' ') }),
    ...(freeze && { freeze: freeze.join(' ') }),
  }
}
