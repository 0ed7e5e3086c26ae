/** A variant → the model that would be trained, and the digest of everything that decides its result. */

import type { Catalogue, InferredLayer } from '../model/catalogue.js'
import { dataKey, normaliseData } from '../contract/data-source.js'
import { digestOf } from '../base/digest.js'
import { dataScope, resolveDataNumbers } from '../contract/data-numbers.js'
import type { DataNumbers } from '../contract/data-numbers.js'
import type { Experiment, Scalar } from '../language/experiment.js'
import type { Variant } from '../variants/expand.js'
import { ExpressionError } from '../language/expression.js'
import type { ModelTemplate } from '../model/model-template.js'
import type { Positions } from '../language/positions.js'
import { trainerVersion } from '../contract/trainer-version.js'
import type { DataSpec, DataSummary } from '../contract/training-spec.js'
import { trainerHyperparameters } from '../contract/trainer-hyperparameters.js'
import { hasRows } from './check-rows.js'
import { isMeasured } from './measured.js'
import type { Reporter } from '../language/reporter.js'
import type { PlannedModel } from '../contract/planned.js'
import { readHyperparameters } from './read-hyperparameters.js'
import { resolveData } from './resolve-data.js'
import type { ModelResolver } from './resolve-model.js'

/** Facts from outside that a variant is resolved with. */
export interface ResolveContext {
  readonly catalogue: Catalogue
  readonly positions: Positions
  /** The description of each data source, by `DataSource.key`. */
  readonly datasets: ReadonlyMap<string, DataSummary>
  readonly target: PlanTarget
}

/** Where jobs run: it is in the requests, and in no identity but for the backend family. */
export interface PlanTarget {
  readonly role: string
  readonly image: string
  readonly bucket: string
  readonly backend: 'wasm' | 'tensorflow'
}

/** A variant with everything found out about it. */
export interface ResolvedVariant {
  readonly variant: Variant
  readonly template: ModelTemplate
  readonly data: DataSpec
  readonly dataset: DataSummary
  /** Those that the variant reads, defaults filled in. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  readonly model: PlannedModel
  /** Each layer's shapes. */
  readonly inferred: readonly InferredLayer[]
  /** Covers all that decides the result but for the seed. */
  readonly digest: string
}

/** Everything that a variant is resolved with. */
export interface ResolveFrame {
  readonly experiment: Experiment
  readonly context: ResolveContext
  readonly models: ModelResolver
  readonly reporter: Reporter
}

/**
 * Returns a variant with its model, size and digest. Reports an edit that matches nothing, an expression without a value
 * or shapes that do not fit, and returns undefined.
 */
export function resolveVariant(
  variant: Variant,
  { experiment, context, models, reporter }: ResolveFrame,
): ResolvedVariant | undefined {
  const { recipe } = variant
  const { positions } = context
  const written = normaliseData(recipe.data)
  const dataset = context.datasets.get(dataKey(written))
  if (dataset === undefined) throw new Error(`The data of "${variant.ref}" has not been described.`)
  const data = resolveData(written, dataset)
  if (!isMeasured(experiment, dataset, data, reporter)) return undefined
  const template = models.template(variant, reporter)
  if (template === undefined) return undefined
  const given = recipe.hyperparameters ?? {}
  const hyperparameters = readHyperparameters(given, template.defaults, template.layers, data, dataset.task)
  const numbers = numbersOf(data, hyperparameters, variant, reporter)
  if (numbers === undefined) return undefined
  if (!hasRows(variant, { spec: data, dataset, numbers }, experiment, positions, reporter)) return undefined
  const { series } = numbers
  const examples = {
    dataset,
    inputShape: series ? [series.window, ...dataset.inputShape] : dataset.inputShape,
    scope: dataScope(dataset.classes, series),
  }
  const model = models.model(variant, template, hyperparameters, examples, reporter)
  if (model === undefined) return undefined
  const { metric, goal, at = 'last' } = experiment.objective
  const digest = digestOf({
    model: digestOf(model.text),
    trainer: pickTrainers(hyperparameters),
    data: { ...data, ...series, fraction: numbers.fraction },
    dataset: dataset.digest,
    objective: { metric, goal, at },
    instances: recipe.resources?.instance_count ?? 1,
    backend: context.target.backend,
    trainerVersion,
  })
  return { variant, template, data, dataset, hyperparameters, model: model.planned, inferred: model.inferred, digest }
}

function pickTrainers(hyperparameters: Readonly<Record<string, Scalar>>): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(hyperparameters).filter(([name]) => Object.hasOwn(trainerHyperparameters, name)),
  )
}

function numbersOf(
  data: DataSpec,
  hyperparameters: Readonly<Record<string, Scalar>>,
  { source, ref }: Variant,
  { report }: Reporter,
): DataNumbers | undefined {
  try {
    return resolveDataNumbers(data, hyperparameters)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    report('bad-expression', `${error.message} (In "${ref}".)`, [source], { oncePerCode: true })
    return undefined
  }
}
