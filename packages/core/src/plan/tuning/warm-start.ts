/** The parents of an arm: whether SageMaker allows them, and of which kind the warm start is. */

import type { Scalar, WarmStart } from '../../language/experiment.js'
import { decodeHyperparameters } from '../../contract/hyperparameters.js'
import { taskTagKey } from '../../contract/tags.js'
import type { TuningRecord } from '../../contract/tuning-record.js'
import { isEnded, typedValues } from './chain.js'
import { bestTrial } from './confirm.js'
import type { PlannedArm } from '../../contract/planned.js'
import type { Parent, Ranges, SearchDefinition } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** SageMaker's limit. */
export const mostParents = 5

/** Returns the parent that `job:NAME` names, or undefined if there is no such job or it cannot be one. */
export function jobParent(warm: WarmStart, index: number, frame: PlanFrame): Parent | undefined {
  const { context, reporter } = frame
  const ref = warm.from[index] ?? ''
  const name = ref.slice('job:'.length)
  const record = context.searches?.find((one) => one.name === name)
  const refuse = (message: string): undefined => {
    reporter.report('bad-warm-start', message, [warm.from, index])
  }
  if (record === undefined) return refuse(`There is no tuning job "${name}" on this target.`)
  const [definition, another] = record.definitions
  const { strategy } = record
  if (another || definition === undefined) {
    return refuse(
      `The tuning job "${name}" has ${record.definitions.length} training definitions; SageMaker starts from jobs with one.`,
    )
  }
  if (strategy === 'grid' || strategy === 'hyperband') {
    return refuse(
      `The tuning job "${name}" is a ${strategy} search; SageMaker starts from bayesian and random ones only.`,
    )
  }
  if (!isPlanned(definition)) {
    return refuse(
      `The tuning job "${name}" was not made by assay: its hyperparameters have other names, and SageMaker starts a search only from one with the same names.`,
    )
  }
  const { metric, goal } = decodeHyperparameters(definition.staticHyperparameters).spec.objective
  const own = frame.experiment.objective
  if (metric !== own.metric || goal !== own.goal) {
    return refuse(
      `The tuning job "${name}" has the objective to ${goal} "${metric}"; a parent needs that of this file, to ${own.goal} "${own.metric}".`,
    )
  }
  const values = typedValues(definition)
  return {
    ref,
    jobNames: [name],
    chain: [record],
    hasEnded: isEnded(record),
    original: definition.ranges,
    searched: { ranges: definition.ranges, fixed: {} },
    unknown: [],
    values,
    task: record.tags[taskTagKey],
    after: isEnded(record) ? [] : [name],
    afterStages: isEnded(record) ? [] : [ref],
  }
}

/** Says which parents are one tuning job under two references, such as `job:NAME` and the stage that made it. */
export function checkDistinct(parents: readonly Parent[], { from }: WarmStart, { reporter }: PlanFrame): void {
  for (const [index, { ref, jobNames }] of parents.entries()) {
    const before = parents.slice(0, index).find((one) => one.jobNames.some((name) => jobNames.includes(name)))
    const shared = jobNames.find((name) => before?.jobNames.includes(name))
    if (before === undefined || shared === undefined) continue
    const message = `"${ref}" and "${before.ref}" are both the tuning job "${shared}", and SageMaker takes a parent once. Leave one of them out.`
    reporter.report('bad-warm-start', message, [from, index])
  }
}

/** Says what SageMaker would refuse of a parent and its child: their names and their kinds. */
export function checkParent(
  parent: Parent,
  definition: SearchDefinition,
  values: Readonly<Record<string, Scalar>>,
  { place, warm }: { readonly place: object; readonly warm: WarmStart },
  { reporter }: PlanFrame,
): void {
  const { original } = definition.space
  const known = new Set([...Object.keys(parent.values), ...Object.keys(parent.original)])
  const index = warm.from.indexOf(parent.ref)
  for (const name of [...Object.keys(original), ...Object.keys(values)]) {
    if (known.has(name) || isFree(name, definition)) continue
    const message = `"${parent.ref}" has no hyperparameter "${name}", and a search starts from another one only where both have the same names. Give "${name}" a value in the recipe of "${parent.ref}".`
    reporter.report('bad-warm-start', message, index >= 0 ? [warm.from, index] : [place])
  }
  const changed = Object.entries(definition.space.changes).flatMap(([name, change]) =>
    'range' in change ? [[name, change.range] as const] : [],
  )
  for (const [name, { kind }] of [...Object.entries(original), ...changed]) {
    const parents = parent.original[name]
    if (parents === undefined || parents.kind === kind) continue
    const { places } = definition.variant.search
    const message = `"${name}" is ${kind} here but ${parents.kind} in "${parent.ref}"; a search starts from another one only where both are of one kind.`
    reporter.report('bad-warm-start', message, [places.get(name) ?? place, name])
  }
}

/** A default that the child adds itself, unless the parent has none. */
export function isFree(name: string, { resolved, space }: SearchDefinition): boolean {
  return (
    name === 'weight_decay' &&
    !Object.hasOwn(space.original, name) &&
    resolved.variant.recipe.hyperparameters?.[name] === undefined
  )
}

/** Returns the values with the first parent's set of names: what the child does not read, it carries along. */
export function alignedValues(
  values: Readonly<Record<string, Scalar>>,
  ranges: Ranges,
  definition: SearchDefinition,
  [parent]: readonly Parent[],
): Record<string, Scalar> {
  if (parent === undefined) return { ...values }
  const first = (name: string): Scalar | undefined => {
    const range = parent.original[name]
    return range?.kind === 'categorical' ? range.values[0] : range?.min
  }
  const aligned: Record<string, Scalar> = {}
  for (const name of [...Object.keys(parent.values), ...Object.keys(parent.original)]) {
    if (Object.hasOwn(ranges, name)) continue
    const value = values[name] ?? parent.values[name] ?? first(name)
    if (value !== undefined) aligned[name] = value
  }
  const own = Object.entries(values).filter(([name]) => !Object.hasOwn(aligned, name) && !isFree(name, definition))
  return { ...Object.fromEntries(own), ...aligned }
}

/**
 * Returns the kind of warm start: identical if parents and child differ in ranges and limits only. What the file
 * asks for wins, but an identical one that is none is reported.
 */
export function warmStartType(
  parents: readonly Parent[],
  { task }: SearchDefinition,
  values: Readonly<Record<string, Scalar>>,
  warm: WarmStart | undefined,
  { reporter }: PlanFrame,
): NonNullable<PlannedArm['warmStart']> {
  const isIdentical = parents.every(
    (parent) =>
      parent.task === task &&
      Object.entries(values).every(
        ([name, value]) => parent.values[name] === undefined || parent.values[name] === value,
      ),
  )
  if (warm?.type === 'identical' && !isIdentical) {
    const message =
      'The data, the model or a fixed hyperparameter is not that of every parent; expected "transfer", or no type.'
    reporter.report('bad-warm-start', message, [warm, 'type'])
  }
  return warm?.type ?? (isIdentical ? 'identical' : 'transfer')
}

/** Returns the best hyperparameters of a parent; undefined when no trial of it has a result. */
export function bestOf({ chain }: Parent, { experiment }: PlanFrame): Readonly<Record<string, Scalar>> | undefined {
  return bestTrial(chain, experiment.objective.goal)?.values
}

function isPlanned({ staticHyperparameters }: TuningRecord['definitions'][number]): boolean {
  try {
    return decodeHyperparameters(staticHyperparameters).spec.objective !== undefined
  } catch {
    return false
  }
}
