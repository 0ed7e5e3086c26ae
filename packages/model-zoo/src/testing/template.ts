/** Layers as an architecture file writes them → templates, for tests of the zoo on its own. */

import type { Json, Layer, LayerTemplate } from '@assay/core'

/** Returns the template of layers that all have an id. */
export function template(layers: readonly Layer[]): LayerTemplate[] {
  return layers.map(({ id, if: condition, ...rest }) => {
    const [type, args] = Object.entries(rest)[0] as [string, Record<string, Json>]
    const nested: Record<string, LayerTemplate['args'][string]> = {}
    for (const name of ['layers', 'shortcut']) {
      if (args[name]) nested[name] = template(args[name] as unknown as Layer[])
    }
    return { id: id!, type, args: { ...args, ...nested }, ...(condition === undefined ? {} : { if: condition }) }
  })
}
