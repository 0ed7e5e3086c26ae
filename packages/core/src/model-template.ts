/** The model as the user wrote it (an architecture or layers, with edits) → the template that a training job carries. */

import type { Catalogue } from './catalogue.js'
import type { Json, Layer, Model, Scalar } from './experiment.js'
import type { LayerTemplate, TemplateValue } from './training-spec.js'

/** Changes to single layers, as one `edit` of the file says them: selector → null, arguments, or another layer. */
export type Edit = NonNullable<Model['edit']>

/** A model's template and the defaults that its architecture brings. */
export interface ModelTemplate {
  readonly layers: readonly LayerTemplate[]
  readonly defaults: Readonly<Record<string, Scalar>>
  /** For each template layer, what the user or the architecture wrote: the key under which its position is known. */
  readonly sources: ReadonlyMap<LayerTemplate, object>
}

/** What a selector of an edit did not do: a sentence for the user. */
export class EditError extends Error {
  override readonly name = 'EditError'
  readonly edit: Edit
  readonly selector: string
  constructor(edit: Edit, selector: string, message: string) {
    super(message)
    this.edit = edit
    this.selector = selector
  }
}

/**
 * Returns the template of a model with its edits applied, in the order in which file, stage and variant say them.
 * @throws EditError when a selector matches nothing, or a matched layer does not take an argument.
 */
export function modelTemplate(model: Model, edits: readonly Edit[], catalogue: Catalogue): ModelTemplate {
  const architecture = model.architecture === undefined ? undefined : catalogue.architectures.get(model.architecture)
  const sources = new Map<LayerTemplate, object>()
  const written = readLayers(model.layers ?? architecture?.layers ?? [], catalogue, sources)
  const layers = edits.reduce<readonly LayerTemplate[]>(
    (list, edit) => applyEdit(list, edit, catalogue, sources),
    written,
  )
  return { layers, defaults: architecture?.hyperparameters ?? {}, sources }
}

type Sources = Map<LayerTemplate, object>

/** `{id: drop, dropout: {rate: 0.5}, if: $x}` → `{id, type, args, if}`; a missing id is the type, numbered. */
function readLayers(layers: readonly Layer[], catalogue: Catalogue, sources: Sources): LayerTemplate[] {
  const taken = new Set(layers.map((layer) => layer.id))
  return layers.map((layer) => {
    const type = Object.keys(layer).find((key) => key !== 'id' && key !== 'if') ?? ''
    const read: LayerTemplate = {
      id: layer.id ?? freeId(type, taken),
      type,
      args: readArguments((layer[type] ?? {}) as Record<string, Json>, catalogue, sources),
      ...(layer.if === undefined ? {} : { if: layer.if }),
    }
    sources.set(read, layer)
    return read
  })
}

function freeId(type: string, taken: Set<string | undefined>): string {
  let id = type
  for (let n = 2; taken.has(id); n++) id = `${type}_${n}`
  taken.add(id)
  return id
}

function readArguments(
  args: Readonly<Record<string, Json>>,
  catalogue: Catalogue,
  sources: Sources,
): Record<string, TemplateValue> {
  const read: Record<string, TemplateValue> = {}
  for (const [name, value] of Object.entries(args)) {
    if (name === 'layers' || name === 'shortcut')
      read[name] = readLayers(value as unknown as Layer[], catalogue, sources)
    else if (name === 'branches') {
      read[name] = (value as unknown as Layer[][]).map((branch) => readLayers(branch, catalogue, sources))
    } else read[name] = value
  }
  return read
}

function applyEdit(
  layers: readonly LayerTemplate[],
  edit: Edit,
  catalogue: Catalogue,
  sources: Sources,
): LayerTemplate[] {
  return Object.entries(edit).reduce<LayerTemplate[]>(
    (list, [selector, change]) => {
      const { layers: edited, matches } = editMatching(list, edit, selector, change, catalogue, sources)
      if (matches === 0) {
        const known = [...new Set(idsAndTypes(list))].map((name) => `"${name}"`).join(', ')
        throw new EditError(edit, selector, `The edit "${selector}" matches no layer. Layers here are ${known}.`)
      }
      return edited
    },
    [...layers],
  )
}

function editMatching(
  layers: readonly LayerTemplate[],
  edit: Edit,
  selector: string,
  change: Readonly<Record<string, unknown>> | null,
  catalogue: Catalogue,
  sources: Sources,
): { layers: LayerTemplate[]; matches: number } {
  const matches = globPattern(selector)
  let count = 0
  const descend = (list: readonly LayerTemplate[]): LayerTemplate[] =>
    list.flatMap((layer) => {
      if (matches.test(layer.id) || layer.type === selector) {
        count++
        return change === null
          ? []
          : [keepSource(changeLayer(layer, edit, selector, change, catalogue, sources), layer, sources)]
      }
      const args = mapNested(layer.args, descend)
      return [args === layer.args ? layer : keepSource({ ...layer, args }, layer, sources)]
    })
  const edited = descend(layers)
  return { layers: edited, matches: count }
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

/** `{rate: 0.3}` changes arguments; `{global_average_pooling1d: {}}` puts another layer in its place. */
function changeLayer(
  layer: LayerTemplate,
  edit: Edit,
  selector: string,
  change: Readonly<Record<string, unknown>>,
  catalogue: Catalogue,
  sources: Sources,
): LayerTemplate {
  const [only, ...others] = Object.keys(change)
  if (only !== undefined && others.length === 0 && catalogue.layerTypes.has(only) && isObject(change[only])) {
    const [replaced] = readLayers([{ id: layer.id, [only]: change[only] }], catalogue, sources)
    return { ...(replaced as LayerTemplate), ...(layer.if === undefined ? {} : { if: layer.if }) }
  }
  const allowed = catalogue.layerTypes.get(layer.type)?.arguments ?? {}
  const unknown = Object.keys(change).find((name) => !Object.hasOwn(allowed, name))
  if (unknown !== undefined) {
    throw new EditError(
      edit,
      selector,
      `The layer "${layer.id}" (${layer.type}) has no argument "${unknown}". It takes ${Object.keys(allowed).join(', ')}.`,
    )
  }
  return { ...layer, args: { ...layer.args, ...readArguments(change as Record<string, Json>, catalogue, sources) } }
}

function keepSource(layer: LayerTemplate, from: LayerTemplate, sources: Sources): LayerTemplate {
  const source = sources.get(from)
  if (source !== undefined) sources.set(layer, source)
  return layer
}

function idsAndTypes(layers: readonly LayerTemplate[]): string[] {
  return layers.flatMap((layer) => {
    const below: string[] = []
    mapNested(layer.args, (nested) => {
      below.push(...idsAndTypes(nested))
      return [...nested]
    })
    return [layer.id, ...below]
  })
}

/** A glob over ids: `*` is any run of characters, `?` one. */
function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
