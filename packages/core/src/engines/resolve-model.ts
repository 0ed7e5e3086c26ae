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
import { placed, PlanError, planError } from '../language/plan-error.js'
import type { PlannedModel } from '../contract/planned.js'

/** Remembers what many variants share: thousands of cells of a matrix may have one template and one shape. */
export interface ModelResolver {
  readonly template: (variant: Variant) => ModelTemplate
  readonly model: (
    variant: Variant,
    template: ModelTemplate,
    hyperparameters: Readonly<Record<string, Scalar>>,
    examples: Examples,
  ) => ResolvedModel
}

/** What a model reads and must give. */
export interface Examples {
  readonly dataset: DataSummary
  /** Without the batch. */
  readonly inputShape: readonly number[]
  /** What the data gives names to: `outputs` is how many numbers the model must give. */
  readonly scope: Readonly<Record<string, number>>
}

/** A model's size, and its canonical text: what its identity is made from. */
export interface ResolvedModel {
  readonly planned: PlannedModel
  readonly inferred: readonly InferredLayer[]
  readonly text: string
}

/** Returns a resolver whose methods throw PlanError at the line of the layer or edit that is wrong. */
export function modelResolver(catalogue: Catalogue, positions: Positions): ModelResolver {
  const templates = new Map<unknown, Map<string, ModelTemplate>>()
  const models = new Map<string, { inference: Inference; resolved?: ResolvedModel }>()

  const template = (variant: Variant): ModelTemplate => {
    const { recipe, edits } = variant
    const sameModel = templates.get(recipe.model) ?? new Map<string, ModelTemplate>()
    templates.set(recipe.model, sameModel)
    const key = JSON.stringify(edits)
    const made = sameModel.get(key) ?? makeTemplate(variant)
    sameModel.set(key, made)
    return made
  }

  const makeTemplate = ({ recipe, edits }: Variant): ModelTemplate => {
    const made = modelTemplate(recipe.model ?? {}, edits, catalogue)
    if (made.problems.length === 0) return made
    throw new PlanError(
      made.problems.map(({ edit, selector, message }) => ({
        code: 'bad-edit',
        message,
        severity: 'error',
        ...placed(positions.of(edit, selector, 'key'), positions),
      })),
    )
  }

  const model: ModelResolver['model'] = (variant, template, hyperparameters, { dataset, inputShape, scope }) => {
    const where = (layer: LayerTemplate | undefined) => positionOf(layer, variant, template, positions)
    const resolution = resolve(template, { ...hyperparameters, ...scope }, where, positions)
    checkFirst(dataset, resolution, where, positions)
    const text = canonicalJson([resolution.layers, inputShape])
    const known = models.get(text)
    const inference = known?.inference ?? catalogue.infer(resolution.layers, inputShape)
    if (!inference.fits) {
      const place = where(resolution.origins.get(inference.layer))
      throw planError('shape-mismatch', `${inference.message} (In "${variant.ref}".)`, place, positions)
    }
    checkOutput(inference.outputShape, scope['outputs'] ?? 1, dataset, resolution, where, positions)
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

type Where = (layer: LayerTemplate | undefined) => Position

/** The layer's own line; a layer of a zoo entry has none in the user's files, so its `architecture` stands for it. */
function positionOf(
  layer: LayerTemplate | undefined,
  variant: Variant,
  template: ModelTemplate,
  positions: Positions,
): Position {
  const written = layer === undefined ? undefined : template.sources.get(layer)
  const line = written === undefined ? undefined : positions.of(written)
  const named = variant.recipe.model === undefined ? undefined : positions.of(variant.recipe.model, 'architecture')
  return placed(line ?? (variant.cell === undefined ? named : undefined) ?? positions.of(variant.source), positions)
}

function resolve(
  template: ModelTemplate,
  scope: Readonly<Record<string, Scalar>>,
  where: Where,
  positions: Positions,
): Resolution {
  try {
    return resolveLayers(template.layers, scope)
  } catch (error) {
    if (!(error instanceof LayerResolutionError)) throw error
    throw planError('bad-expression', error.message, where(error.layer), positions)
  }
}

/** A text has no numbers before the layer that reads it. */
function checkFirst(
  { name, inputShape }: DataSummary,
  { layers, origins }: Resolution,
  where: Where,
  positions: Positions,
) {
  const [first] = layers
  if (inputShape.length > 0 || first?.type === 'text_vectorization') return
  const message = `The data "${name}" are texts: the first layer must be "text_vectorization", not "${first?.type ?? ''}".`
  throw planError('shape-mismatch', message, where(first && origins.get(first.id)), positions)
}

function checkOutput(
  shape: readonly number[],
  wanted: number,
  dataset: DataSummary,
  resolution: Resolution,
  where: Where,
  positions: Positions,
): void {
  const [size] = shape
  const isClasses = dataset.task === 'classification'
  if (shape.length === 1 && (size === wanted || (isClasses && size === 1 && wanted === 2))) return
  const last = resolution.layers.at(-1)
  const needs = isClasses
    ? `${wanted} classes`
    : wanted === 1
      ? 'one number to predict'
      : `a horizon of ${wanted} steps`
  throw planError(
    'bad-output',
    `The last layer "${last?.id ?? ''}" gives the shape [${shape.join(', ')}], but the data "${dataset.name}" has ${needs}: expected [${wanted}].`,
    where(last === undefined ? undefined : resolution.origins.get(last.id)),
    positions,
  )
}

function plannedModel(resolution: Resolution, inference: Inference & { fits: true }): PlannedModel {
  return {
    layers: resolution.layers,
    summary: inference.layers.map(({ id, type, outputShape, parameters }) => ({ id, type, outputShape, parameters })),
    parameters: inference.parameters,
    flops: inference.flops,
  }
}
