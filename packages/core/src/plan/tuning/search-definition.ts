/** A training definition of an arm: its fixed values, its search space, and what it has in common with others. */

import { digestOf } from '../../base/digest.js'
import type { Scalar } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import type { HyperparameterType } from '../../contract/training-spec.js'
import {
  decidingNames,
  learningRateTest,
  trainerHyperparameters,
  trainerNames,
  trainerRow,
} from '../../contract/trainer-hyperparameters.js'
import type { TrainerHyperparameter, TrainerRow } from '../../contract/trainer-hyperparameters.js'
import { trainerVersion } from '../../contract/trainer-version.js'
import { initSpec } from '../training/init-weights.js'
import type { PlannedRange } from '../../contract/planned.js'
import { dataNames, readHyperparameters, templateNames, typeOfValues } from '../../engines/read-hyperparameters.js'
import { resolveVariant } from '../../engines/resolve-variant.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'
import { searchSpace } from './search-space.js'
import type { Inherited } from './search-space.js'
import type { KnownSpace, Ranges, SearchDefinition, SearchVariant } from '../arm.js'
import type { PlanFrame } from '../context.js'
import type { Origin } from '../variant-plan.js'

/** The seed that is reserved for trials: what is confirmed afterwards has never been seen by the search. */
export const trialSeed = 0

/** The start of a training definition. */
export interface DefinitionStart {
  /** From the first parent. */
  readonly inherited: Inherited | undefined
  /** Undefined for random weights. */
  readonly origin: Origin | undefined
}

/** Returns one definition of a tuning stage. Reports problems of its model, data or ranges, and returns undefined. */
export function searchDefinition(
  variant: SearchVariant,
  { inherited, origin }: DefinitionStart,
  frame: PlanFrame,
): SearchDefinition | undefined {
  const { experiment, context, reporter } = frame
  const written = Object.entries(variant.search.space)
  const start = Object.fromEntries([
    ...Object.entries(inherited?.original ?? {}).map(([name, range]) => [name, firstOf(range)]),
    ...written.flatMap(([name, range]) =>
      'narrow' in range ? [] : [[name, 'values' in range ? range.values[0] : range.min]],
    ),
  ]) as Record<string, Scalar>
  const resolved = resolveVariant(withValues(variant, { ...start, ...variant.recipe.hyperparameters }), frame)
  if (resolved === undefined) return undefined
  const space = searchSpace(variant.search, { ...resolved, variant }, inherited, context, reporter)
  if (space === undefined) return undefined
  const { metric, goal, at = 'last' } = experiment.objective
  const task = digestOf({
    layers: resolved.template.layers,
    data: resolved.data,
    dataset: resolved.dataset.digest,
    objective: { metric, goal, at },
    instances: variant.recipe.resources?.instance_count ?? 1,
    backend: context.target.backend,
    trainerVersion,
    weights: origin?.kind === 'known' ? [origin.jobOf(trialSeed), initSpec(variant.recipe.init_weights)] : undefined,
  })
  return { variant, ...(origin && { origin }), resolved, space, reads: readNames(resolved, space.original), task }
}

/** Returns the job whose weights the trials start from, if any: asked when the origin is known. */
export function trialDonor({ origin, variant }: SearchDefinition): string | undefined {
  if (origin === undefined) return undefined
  if (origin.kind !== 'known') throw new Error(`It is not known from which job "${variant.ref}" starts.`)
  return origin.jobOf(trialSeed)
}

/** Returns a variant with other values of hyperparameters in its recipe. */
export function withValues<V extends Variant>(variant: V, hyperparameters: Readonly<Record<string, Scalar | null>>): V {
  return { ...variant, recipe: { ...variant.recipe, hyperparameters } }
}

/**
 * Returns the hyperparameters that every trial shares. All of the trainer's are among them, read or not: SageMaker
 * lets a search start from another one only if both have the same set of names, whatever their optimizers read.
 */
export function sharedValues({ resolved }: SearchDefinition, { ranges, fixed }: KnownSpace): Record<string, Scalar> {
  const given = { ...resolved.template.defaults, ...resolved.variant.recipe.hyperparameters, ...fixed }
  const values: Record<string, Scalar> = {}
  for (const name of trainerNames) {
    if (name === learningRateTest.from) continue // No trial is such a test.
    const value = given[name] ?? sharedDefault(name, given, ranges)
    if (value !== undefined) values[name] = value
  }
  for (const name of [...templateNames(resolved.template.layers), ...dataNames(resolved.data)]) {
    const value = given[name]
    if (value !== undefined && value !== null) values[name] = value
  }
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(ranges, name)))
}

/** Returns the type that reads each hyperparameter back. */
export function typesOf(shared: Readonly<Record<string, Scalar>>, ranges: Ranges): Record<string, HyperparameterType> {
  const typeOf = (name: string, values: readonly Scalar[]): HyperparameterType =>
    trainerRow(name)?.type ?? typeOfValues(values)
  const types = Object.entries(shared).map(([name, value]) => [name, typeOf(name, [value])])
  const tuned = Object.entries(ranges).map(([name, range]) => [
    name,
    range.kind === 'categorical' ? typeOf(name, range.values) : range.kind === 'integer' ? 'integer' : 'number',
  ])
  return Object.fromEntries([...types, ...tuned]) as Record<string, HyperparameterType>
}

/** Returns a default of the trainer's; undefined if trials have different ones, as `weight_decay` of adamw and of others. */
function sharedDefault(
  name: TrainerHyperparameter,
  given: Readonly<Record<string, Scalar | null>>,
  ranges: Ranges,
): Scalar | undefined {
  const { default: standard, defaultWhen }: TrainerRow = trainerHyperparameters[name]
  if (!defaultWhen) return standard
  const range = ranges[defaultWhen.name]
  const values = range?.kind === 'categorical' ? range.values : [given[defaultWhen.name]]
  if (values.every((value) => value === defaultWhen.is)) return defaultWhen.default
  return values.includes(defaultWhen.is) ? undefined : standard
}

function readNames({ template, data, dataset, variant }: ResolvedVariant, ranges: Ranges): ReadonlySet<string> {
  const names = new Set<string>()
  const tuned = Object.fromEntries(Object.keys(ranges).map((name) => [name, trueValue]))
  const given = { ...variant.recipe.hyperparameters, ...tuned }
  for (const choice of combinations(ranges)) {
    const read = readHyperparameters({ ...given, ...choice }, template.defaults, template.layers, data, dataset.task)
    for (const name of Object.keys(read)) names.add(name)
  }
  return names
}

/** No default of the trainer's: a hyperparameter that does nothing at its default is read with another value. */
const trueValue = 0.123456789

/** Every combination of the categories that decide what is read. */
function combinations(ranges: Ranges): readonly Readonly<Record<string, Scalar>>[] {
  return decidingNames.reduce<Record<string, Scalar>[]>(
    (partial, name) => {
      const range = ranges[name]
      if (range?.kind !== 'categorical') return partial
      return partial.flatMap((choice) => range.values.map((value) => ({ ...choice, [name]: value })))
    },
    [{}],
  )
}

/** Returns a point of a range. */
export function firstOf(range: PlannedRange): Scalar | undefined {
  return range.kind === 'categorical' ? range.values[0] : range.min
}
