/** A recipe's model and hyperparameters → concrete layers and their size, checked against the data. */

import type { Catalogue, Inference, InferredLayer } from '../model/catalogue.js'
import { canonicalJson } from '../base/digest.js'
import type { Scalar } from '../language/experiment.js'
import type { Variant } from '../variants/expand.js'
import { modelTemplate } from '../model/model-template.js'
import type { ModelTemplate } from '../model/model-template.js'
import type { Position, Positions } from '../language/positions.js'
import { LayerResolutionError, resolveLayers } from '../model/resolve-layers.js'
import type { Resolution } from '../model/resolve-layers.js'
import type { DataSummary, LayerTemplate } from '../contract/training-spec.js'
import type { DiagnosticCode } from '../language/diagnostic.js'
import type { Reporter } from '../language/reporter.js'
import type { PlannedModel } from '../contract/planned.js'

/** Remembers what many variants share: thousands of cells of a matrix may have one template and one shape. */
export interface ModelResolver {
  readonly template: (variant: Variant, reporter: Reporter) => ModelTemplate | undefined
  readonly model: (
    variant: Variant,
    template: ModelTemplate,
    hyperparameters: Readonly<Record<string, Scalar>>,
    examples: Examples,
    reporter: Reporter,
  ) => ResolvedModel | undefined
}

/** The examples that a model reads and the outputs that it must give. */
export interface Examples {
  readonly dataset: DataSummary
  /** Without the batch. */
  readonly inputShape: readonly number[]
  /** Names that the data defines: `outputs` is how many numbers the model must give. */
  readonly scope: Readonly<Record<string, number>>
}

/** A model's size, and its canonical text: what its identity is made from. */
export interface ResolvedModel {
  readonly planned: PlannedModel
  readonly inferred: readonly InferredLayer[]
  readonly text: string
}

/** Returns a resolver whose methods report the layer or edit that is wrong, at its line, and return undefined. */
export function modelResolver(catalogue: Catalogue, positions: Positions): ModelResolver {
  const templates = new Map<unknown, Map<string, ModelTemplate>>()
  const models = new Map<string, { inference: Inference; resolved?: ResolvedModel }>()

  const template: ModelResolver['template'] = (variant, reporter) => {
    const { recipe, edits } = variant
    const sameModel = templates.get(recipe.model) ?? new Map<string, ModelTemplate>()
    templates.set(recipe.model, sameModel)
    const key = JSON.stringify(edits)
    const made = sameModel.get(key) ?? makeTemplate(variant, reporter)
    if (made) sameModel.set(key, made)
    return made
  }

  const makeTemplate = ({ recipe, edits }: Variant, { report }: Reporter): ModelTemplate | undefined => {
    const made = modelTemplate(recipe.model ?? {}, edits, catalogue)
    for (const { edit, selector, message } of made.problems) {
      report('bad-edit', message, positions.of(edit, selector, 'key'), { oncePerCode: true })
    }
    return made.problems.length === 0 ? made : undefined
  }

  const model: ModelResolver['model'] = (variant, template, hyperparameters, examples, { report }) => {
    const { dataset, inputShape, scope } = examples
    const refuse: Refuse = (code, message, layer) =>
      report(code, message, positionOf(layer, variant, template, positions), { oncePerCode: true })
    const resolution = resolve(template, { ...hyperparameters, ...scope }, refuse)
    if (resolution === undefined || !canRead(dataset, resolution, refuse)) return undefined
    const text = canonicalJson([resolution.layers, inputShape])
    const known = models.get(text)
    const inference = known?.inference ?? catalogue.infer(resolution.layers, inputShape)
    if (!inference.fits) {
      const layer = resolution.origins.get(inference.layer)
      refuse('shape-mismatch', `${inference.message} (In "${variant.ref}".)`, layer)
      return undefined
    }
    if (!givesOutputs(inference.outputShape, examples, resolution, refuse)) return undefined
    const resolved = known?.resolved ?? {
      planned: plannedModel(resolution, inference),
      inferred: inference.layers,
      text,
    }
    models.set(text, { inference, resolved })
    return resolved
  }

  return { template, model }
}

/** Reports a problem at a layer's line. */
type Refuse = (code: DiagnosticCode, message: string, layer: LayerTemplate | undefined) => void

/** The layer's own line. A layer of a zoo entry has none in the user's files: then the line of `architecture`. */
function positionOf(
  layer: LayerTemplate | undefined,
  variant: Variant,
  template: ModelTemplate,
  positions: Positions,
): Position | undefined {
  const written = layer === undefined ? undefined : template.sources.get(layer)
  const line = written === undefined ? undefined : positions.of(written)
  const named = variant.recipe.model === undefined ? undefined : positions.of(variant.recipe.model, 'architecture')
  return line ?? (variant.cell === undefined ? named : undefined) ?? positions.of(variant.source)
}

function resolve(
  template: ModelTemplate,
  scope: Readonly<Record<string, Scalar>>,
  refuse: Refuse,
): Resolution | undefined {
  try {
    return resolveLayers(template.layers, scope)
  } catch (error) {
    if (!(error instanceof LayerResolutionError)) throw error
    refuse('bad-expression', error.message, error.layer)
    return undefined
  }
}

/** Whether the first layer reads what the data is: a text has no numbers before the layer that makes them. */
function canRead({ name, inputShape }: DataSummary, { layers, origins }: Resolution, refuse: Refuse): boolean {
  const [first] = layers
  if (inputShape.length > 0 || first?.type === 'text_vectorization') return true
  const message = `The data "${name}" are texts: the first layer must be "text_vectorization", not "${first?.type ?? ''}".`
  refuse('shape-mismatch', message, first && origins.get(first.id))
  return false
}

/** Whether the last layer gives as many numbers as the data needs. */
function givesOutputs(
  shape: readonly number[],
  { dataset, scope: { outputs: wanted = 1 } }: Examples,
  resolution: Resolution,
  refuse: Refuse,
): boolean {
  const [size] = shape
  const isClasses = dataset.task === 'classification'
  if (shape.length === 1 && (size === wanted || (isClasses && size === 1 && wanted === 2))) return true
  const last = resolution.layers.at(-1)
  const needs = isClasses
    ? `${wanted} classes`
    : wanted === 1
      ? 'one number to predict'
      : `a horizon of ${wanted} steps`
  const message = `The last layer "${last?.id ?? ''}" gives the shape [${shape.join(', ')}], but the data "${dataset.name}" has ${needs}: expected [${wanted}].`
  refuse('bad-output', message, last && resolution.origins.get(last.id))
  return false
}

function plannedModel(resolution: Resolution, inference: Inference & { fits: true }): PlannedModel {
  return {
    layers: resolution.layers,
    summary: inference.layers.map(({ id, type, outputShape, parameters }) => ({ id, type, outputShape, parameters })),
    parameters: inference.parameters,
    flops: inference.flops,
  }
}
