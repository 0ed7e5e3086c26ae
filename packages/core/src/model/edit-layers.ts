/** `edit`: changes to single layers of an inherited model, by id, id glob or layer type. */

import type { Catalogue } from './catalogue.js'
import type { Json, Model } from '../language/experiment.js'
import { globPattern } from '../base/glob.js'
import { readArguments, readLayers } from './read-layers.js'
import type { LayerTemplate, TemplateValue } from '../contract/training-spec.js'

/** Changes to single layers, as one `edit` of the file says them: selector → null, arguments, or another layer. */
export type Edit = NonNullable<Model['edit']>

/** A selector of an edit that failed. */
export interface EditProblem {
  readonly edit: Edit
  readonly selector: string
  /** A full sentence. */
  readonly message: string
}

/** The layers after all edits, and what could not be done: then the layers it concerns are as they were. */
export interface Edited {
  readonly layers: readonly LayerTemplate[]
  readonly problems: readonly EditProblem[]
}

/** Returns the layers with edits applied one after another. `sources` learns where changed layers come from. */
export function editLayers(
  layers: readonly LayerTemplate[],
  edits: readonly Edit[],
  catalogue: Catalogue,
  sources: Map<LayerTemplate, object>,
): Edited {
  const problems: EditProblem[] = []
  let edited = layers
  for (const edit of edits) {
    for (const [selector, change] of Object.entries(edit)) {
      const fail = (message: string): void => void problems.push({ edit, selector, message })
      edited = applyTo(edited, selector, change, { catalogue, sources, fail })
    }
  }
  return { layers: edited, problems }
}

interface Editing {
  readonly catalogue: Catalogue
  readonly sources: Map<LayerTemplate, object>
  readonly fail: (message: string) => void
}

type Change = Edit[string]

function applyTo(
  layers: readonly LayerTemplate[],
  selector: string,
  change: Change,
  editing: Editing,
): LayerTemplate[] {
  const { sources, fail } = editing
  const pattern = globPattern(selector)
  let matches = 0
  const descend = (list: readonly LayerTemplate[]): LayerTemplate[] =>
    list.flatMap((layer) => {
      if (pattern.test(layer.id) || layer.type === selector) {
        matches++
        return change === null ? [] : [keepSource(changeLayer(layer, change, editing), layer, sources)]
      }
      const args = mapNested(layer.args, descend)
      return [args === layer.args ? layer : keepSource({ ...layer, args }, layer, sources)]
    })
  const edited = descend(layers)
  if (matches === 0) {
    const known = [...new Set(idsIn(layers))].map((name) => `"${name}"`).join(', ')
    fail(`The edit "${selector}" matches no layer. Layers here are ${known}.`)
  }
  return edited
}

/** `{rate: 0.3}` changes arguments; `{global_average_pooling1d: {}}` puts another layer in its place. */
function changeLayer(layer: LayerTemplate, change: NonNullable<Change>, editing: Editing): LayerTemplate {
  const { catalogue, sources, fail } = editing
  const [only, ...others] = Object.keys(change)
  if (only !== undefined && others.length === 0 && catalogue.layerTypes.has(only) && isObject(change[only])) {
    const [replaced] = readLayers([{ id: layer.id, [only]: change[only] }], sources)
    return { ...(replaced as LayerTemplate), ...(layer.if === undefined ? {} : { if: layer.if }) }
  }
  const allowed = catalogue.layerTypes.get(layer.type)?.arguments ?? {}
  const unknown = Object.keys(change).find((name) => !Object.hasOwn(allowed, name))
  if (unknown !== undefined) {
    const known = Object.keys(allowed)
    fail(
      `The layer "${layer.id}" (${layer.type}) has no argument "${unknown}". It takes ${known.length > 0 ? known.join(', ') : 'none'}.`,
    )
    return layer
  }
  return { ...layer, args: { ...layer.args, ...readArguments(change as Record<string, Json>, sources) } }
}

/** Where an argument holds nested layers, they are mapped; the same object comes back when there are none. */
function mapNested(
  args: LayerTemplate['args'],
  map: (layers: readonly LayerTemplate[]) => LayerTemplate[],
): LayerTemplate['args'] {
  const nested = ['layers', 'shortcut', 'branches'].filter((name) => args[name] !== undefined)
  if (nested.length === 0) return args
  const mapped: Record<string, TemplateValue> = { ...args }
  for (const name of nested) {
    mapped[name] =
      name === 'branches'
        ? (args[name] as readonly (readonly LayerTemplate[])[]).map(map)
        : map(args[name] as readonly LayerTemplate[])
  }
  return mapped
}

function keepSource(layer: LayerTemplate, from: LayerTemplate, sources: Map<LayerTemplate, object>): LayerTemplate {
  const source = sources.get(from)
  if (source !== undefined) sources.set(layer, source)
  return layer
}

function idsIn(layers: readonly LayerTemplate[]): string[] {
  return layers.flatMap((layer) => {
    const below: string[] = []
    mapNested(layer.args, (nested) => {
      below.push(...idsIn(nested))
      return [...nested]
    })
    return [layer.id, ...below]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
