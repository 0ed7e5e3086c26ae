/** Layers of an architecture file → templates, for tests without core's resolution. */

import type { Json, Layer, LayerTemplate } from '@assay/core'

/** All layers must have an id. */
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
