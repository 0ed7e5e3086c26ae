/**
 * Variants → the plan: every job the experiment needs, once, as the exact request SageMaker gets.
 *
 *     Variant[]
 *        │ resolve     its data, its hyperparameters, its layers with shapes and sizes; its digest     plan/resolve-variant.ts
 *        ▼
 *     ResolvedVariant[]
 *        │ check       what only all variants together show: hyperparameters that nobody reads         plan/unread.ts
 *        ▼
 *        ├─ describe   stages and variants for people: changes, sizes, which job answers which seed
 *        └─ request    one CreateTrainingJob for each distinct job                                    plan/training-job.ts
 *        ▼
 *      Plan
 *
 * Pure: the same file, data and target give the same bytes. What exists already is compared later, at the edge.
 */

import type { Diagnostic } from './diagnostic.js'
import { digestOf } from './digest.js'
import type { Experiment } from './experiment.js'
import type { Variant } from './expand.js'
import { changesBetween } from './plan/changes.js'
import { hyperparameterTypes } from './plan/hyperparameter-types.js'
import { PlanError } from './plan/plan-error.js'
import type { Plan, PlannedExperiment, PlannedStage, PlannedVariant, Step } from './plan/planned.js'
import { modelResolver } from './plan/resolve-model.js'
import { resolveVariant } from './plan/resolve-variant.js'
import type { PlanContext, ResolvedVariant } from './plan/resolve-variant.js'
import { trainingJob, trainingJobName } from './plan/training-job.js'
import type { JobFrame } from './plan/training-job.js'
import { unreadHyperparameters } from './plan/unread.js'

/** What `plan` returns: a plan, or every reason why there is none. */
export interface Planning {
  readonly plan?: Plan
  readonly diagnostics: readonly Diagnostic[]
}

/** Returns the plan of an experiment's variants. */
export function plan(experiment: Experiment, variants: readonly Variant[], context: PlanContext): Planning {
  const { resolved, diagnostics } = resolve(experiment, variants, context)
  if (diagnostics.length > 0) return { diagnostics }

  const unread = unreadHyperparameters(experiment, resolved, context.positions)
  if (unread.length > 0) return { diagnostics: unread }

  const frame: JobFrame = { experiment, digest: digestOf(experiment), types: hyperparameterTypes(resolved), context }
  return request(frame, resolved)
}

function resolve(
  experiment: Experiment,
  variants: readonly Variant[],
  context: PlanContext,
): { resolved: ResolvedVariant[]; diagnostics: Diagnostic[] } {
  const models = modelResolver(context.catalogue, context.positions)
  const resolved: ResolvedVariant[] = []
  const diagnostics = new Map<string, Diagnostic>()
  for (const variant of variants) {
    try {
      resolved.push(resolveVariant(variant, experiment, context, models))
    } catch (error) {
      if (!(error instanceof PlanError)) throw error
      for (const diagnostic of error.diagnostics) {
        const { code, file, line, column } = diagnostic
        diagnostics.set(`${code} ${file}:${line}:${column}`, diagnostic) // One for each place, not for each variant.
      }
    }
  }
  return { resolved, diagnostics: [...diagnostics.values()] }
}

function request(frame: JobFrame, resolved: readonly ResolvedVariant[]): Planning {
  try {
    return {
      plan: {
        experiment: describeExperiment(frame),
        stages: describeStages(frame, resolved),
        steps: distinctSteps(frame, resolved),
        deferred: [],
      },
      diagnostics: [],
    }
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    return { diagnostics: error.diagnostics }
  }
}

function describeExperiment({ experiment, digest }: JobFrame): PlannedExperiment {
  const { metric, goal, at = 'last', min_effect: minEffect = 0 } = experiment.objective
  return {
    name: experiment.name,
    ...(experiment.question === undefined ? {} : { question: experiment.question }),
    digest,
    objective: { metric, goal, at, minEffect },
  }
}

function describeStages(frame: JobFrame, resolved: readonly ResolvedVariant[]): PlannedStage[] {
  const byRef = new Map(resolved.map((one) => [one.variant.ref, one]))
  return Object.entries(frame.experiment.stages).map(([name, { matrix }]) => {
    const members = resolved.filter((one) => one.variant.stage === name)
    const of = members[0]?.variant.of
    return {
      name,
      kind: 'train' as const,
      ...(of === undefined ? {} : { of }),
      ...(matrix === undefined
        ? {}
        : { matrix: Object.entries(matrix).map(([axis, values]) => ({ name: axis, values })) }),
      variants: members.map((one) => describeVariant(frame, one, byRef)),
    }
  })
}

function describeVariant(
  frame: JobFrame,
  resolved: ResolvedVariant,
  byRef: ReadonlyMap<string, ResolvedVariant>,
): PlannedVariant {
  const { variant, hyperparameters, model } = resolved
  const of = variant.of === undefined ? undefined : byRef.get(variant.of)
  return {
    ref: variant.ref,
    ...(variant.cell === undefined ? {} : { cell: variant.cell }),
    hyperparameters,
    changes: of === undefined ? [] : changesBetween(of, resolved),
    model,
    runs: variant.seeds.map((seed) => ({ seed, jobName: trainingJobName(frame, resolved, seed) })),
  }
}

/** Each job once: variants that are the same share it, and its tags name the first. */
function distinctSteps(frame: JobFrame, resolved: readonly ResolvedVariant[]): Step[] {
  const steps = new Map<string, Step>()
  for (const one of resolved) {
    for (const seed of one.variant.seeds) {
      const name = trainingJobName(frame, one, seed)
      if (!steps.has(name)) steps.set(name, trainingJob(frame, one, seed))
    }
  }
  return [...steps.values()]
}
