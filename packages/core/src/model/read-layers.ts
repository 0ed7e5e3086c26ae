/** Layers as the user writes them → templates. */

import type { Json, Layer } from '../language/experiment.js'
import type { LayerTemplate, TemplateValue } from '../contract/training-spec.js'

/** `{id: drop, dropout: {rate: 0.5}, if: $x}` → `{id, type, args, if}`; a missing id is the type, numbered. */
export function readLayers(layers: readonly Layer[], sources: Map<LayerTemplate, object>): LayerTemplate[] {
  const taken = new Set(layers.map((layer) => layer.id))
  return layers.map((layer) => {
    const type = Object.keys(layer).find((key) => key !== 'id' && key !== 'if') ?? ''
    const read: LayerTemplate = {
      id: layer.id ?? freeId(type, taken),
      type,
      args: readArguments((layer[type] ?? {}) as Record<string, Json>, sources),
      ...(layer.if === undefined ? {} : { if: layer.if }),
    }
    sources.set(read, layer)
    return read
  })
}

/** Returns a layer's arguments, those that hold layers read as well. */
export function readArguments(
  args: Readonly<Record<string, Json>>,
  sources: Map<LayerTemplate, object>,
): Record<string, TemplateValue> {
  const read: Record<string, TemplateValue> = {}
  for (const [name, value] of Object.entries(args)) {
    if (name === 'layers' || name === 'shortcut') read[name] = readLayers(value as unknown as Layer[], sources)
    else if (name === 'branches') {
      read[name] = (value as unknown as Layer[][]).map((branch) => readLayers(branch, sources))
    } else read[name] = value
  }
  return read
}

function freeId(type: string, taken: Set<string | undefined>): string {
  let id = type
  for (let n = 2; taken.has(id); n++) id = `${type}_${n}`
  taken.add(id)
  return id
}
