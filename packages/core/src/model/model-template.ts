/** The model as the user wrote it (an architecture or layers, with edits) → the template that a training job carries. */

import type { Catalogue } from './catalogue.js'
import { editLayers } from './edit-layers.js'
import type { Edit, EditProblem } from './edit-layers.js'
import type { Model, Scalar } from '../language/experiment.js'
import { readLayers } from './read-layers.js'
import type { LayerTemplate } from '../contract/training-spec.js'

/** A model's template and the defaults that its architecture brings. */
export interface ModelTemplate {
  readonly layers: readonly LayerTemplate[]
  readonly defaults: Readonly<Record<string, Scalar>>
  /** Selectors that match nothing, and arguments that a matched layer does not take. */
  readonly problems: readonly EditProblem[]
  /** For each template layer, what the user or the architecture wrote: the key under which its position is known. */
  readonly sources: ReadonlyMap<LayerTemplate, object>
}

/** Returns the template of a model with its edits applied, in the order in which file, stage and variant say them. */
export function modelTemplate(model: Model, edits: readonly Edit[], catalogue: Catalogue): ModelTemplate {
  const architecture = model.architecture === undefined ? undefined : catalogue.architectures.get(model.architecture)
  const sources = new Map<LayerTemplate, object>()
  const written = readLayers(model.layers ?? architecture?.layers ?? [], sources)
  const { layers, problems } = editLayers(written, edits, catalogue, sources)
  return { layers, problems, defaults: architecture?.hyperparameters ?? {}, sources }
}
