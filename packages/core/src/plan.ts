/**
 * Variants → the plan: every job the experiment needs, once, as the exact request SageMaker gets.
 *
 *     Variant[]
 *        │ search      tuning stages: one CreateHyperParameterTuningJob a search; what they found    plan/stages/plan-tuning-stage.ts
 *        │ confirm     the best trials, and what starts from them, as variants; the rest waits       plan/stages/results.ts
 *        │ resolve     its data, its hyperparameters, its layers with shapes and sizes; its digest   engines/resolve-variant.ts
 *        ▼
 *     ResolvedVariant[]
 *        │ check       what only all variants together show: hyperparameters that nobody reads       plan/unread.ts
 *        │             what the budget cannot pay, and what it could not be kept for                 plan/budget.ts
 *        │ inherit     whose weights each starts from                                                plan/training/init-weights.ts
 *        ▼
 *        ├─ describe   stages and variants for people: changes, sizes, which job answers which seed
 *        └─ request    one CreateTrainingJob for each distinct job                                  plan/training/training-job.ts
 *        ▼
 *      Plan
 *
 * Pure: the same file, data, target and searches give the same bytes. What exists already is compared later, at the
 * edge, but for searches: what they found decides what comes next.
 */

import { defined } from './base/defined.js'
import type { Diagnostic } from './language/diagnostic.js'
import { digestOf } from './base/digest.js'
import type { Experiment } from './language/experiment.js'
import type { Variant } from './variants/expand.js'
import { checkBudgets, plannedBudget } from './plan/budget.js'
import { changesBetween } from './plan/training/changes.js'
import type { DonorVariant } from './variants/donor.js'
import type { SearchResult } from './plan/tuning/foreign-parent.js'
import { hyperparameterTypes } from './plan/training/hyperparameter-types.js'
import { describeWeights } from './plan/training/init-weights.js'
import { planSearches } from './plan/stages/plan-tuning-stage.js'
import type { SearchStage } from './plan/stages/plan-tuning-stage.js'
import { stepName } from './contract/planned.js'
import type {
  Deferred,
  Plan,
  PlannedExperiment,
  PlannedInitWeights,
  PlannedStage,
  PlannedVariant,
  Step,
} from './contract/planned.js'
import { createReporter } from './language/reporter.js'
import { modelResolver } from './engines/resolve-model.js'
import { resolveVariant } from './engines/resolve-variant.js'
import type { PlanContext, ResolvedVariant } from './engines/resolve-variant.js'
import { readyVariants } from './plan/stages/results.js'
import type { SearchFrame } from './plan/tuning/search-definition.js'
import { trainingJob, trainingJobName } from './plan/training/training-job.js'
import type { JobFrame } from './plan/training/training-job.js'
import { reportUnread } from './plan/unread.js'

/** What `plan` returns: a plan, perhaps with warnings, or every reason why there is none. */
export interface Planning {
  readonly plan?: Plan
  readonly diagnostics: readonly Diagnostic[]
  /** What another file's `init_weights` needs to know, by variant or search. */
  readonly donor?: (ref: string) => DonorVariant
  /** What another file's search needs to know that starts from one of this file, by its stage. */
  readonly search?: (stage: string) => SearchResult | undefined
}

/** Returns the plan of an experiment's variants. */
export function plan(experiment: Experiment, variants: readonly Variant[], context: PlanContext): Planning {
  const models = modelResolver(context.catalogue, context.positions)
  const reporter = createReporter(context.positions)
  const known = { experiment, digest: digestOf(experiment), context, models, reporter }

  const { stages: searches, lineage } = planSearches(variants, known)
  const frame = { ...known, lineage }
  const ready = readyVariants(variants, searches, frame)
  const resolved = resolve(ready.variants, frame)
  const waiting = resolve(ready.waiting, frame)
  const drafts = resolve(ready.drafts, frame)
  if (reporter.hasErrors()) return { diagnostics: reporter.found }

  checkBudgets({ variants: [...resolved, ...waiting, ...drafts], searches }, frame)
  const definitions = [...searches.values()].flatMap((search) => search.possible)
  const all = [...resolved, ...waiting, ...drafts]
  reportUnread(experiment, all, definitions, reporter)
  if (reporter.hasErrors()) return { diagnostics: reporter.found }

  const inherited = inherit([...resolved, ...waiting], frame)
  if (reporter.hasErrors()) return { diagnostics: reporter.found }

  const jobs = { ...frame, types: hyperparameterTypes(resolved) }
  return request(jobs, { resolved, searches, inherited, deferred: ready.deferred })
}

function resolve(variants: readonly Variant[], frame: SearchFrame): ResolvedVariant[] {
  return variants.flatMap((variant) => resolveVariant(variant, frame) ?? [])
}

/** What each variant takes from whose weights. A model that results decide is compared when they are there. */
function inherit(variants: readonly ResolvedVariant[], { lineage, reporter }: SearchFrame): Decided['inherited'] {
  return new Map(
    variants.flatMap((one) => {
      const init = one.variant.recipe.init_weights
      return init ? [[one, describeWeights(init, one, lineage.originOf(one.variant)?.layers, reporter)]] : []
    }),
  )
}

/** What has been decided about all stages. */
interface Decided {
  readonly resolved: readonly ResolvedVariant[]
  readonly searches: ReadonlyMap<string, SearchStage>
  readonly inherited: ReadonlyMap<ResolvedVariant, PlannedInitWeights>
  readonly deferred: readonly Deferred[]
}

function request(frame: JobFrame & SearchFrame, decided: Decided): Planning {
  const plan = {
    experiment: describeExperiment(frame),
    stages: describeStages(frame, decided),
    steps: distinctSteps(frame, decided),
    deferred: decided.deferred,
    ...defined('budget', plannedBudget(frame.experiment)),
  }
  const diagnostics = frame.reporter.found
  if (frame.reporter.hasErrors()) return { diagnostics }
  return {
    plan,
    diagnostics,
    donor: frame.lineage.donorNamed,
    search: (stage) => decided.searches.get(stage)?.arms[0]?.asParent,
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

function describeStages(frame: JobFrame, { resolved, searches, inherited }: Decided): PlannedStage[] {
  const byRef = new Map(resolved.map((one) => [one.variant.ref, one]))
  return Object.entries(frame.experiment.stages).map(([name, { kind, matrix }]) => {
    const members = resolved.filter((one) => one.variant.stage === name)
    const search = searches.get(name)
    const of = (members[0] ?? search?.definitions[0])?.variant.of
    return {
      name,
      kind: kind === 'tune' ? 'tune' : 'train',
      ...(of === undefined ? {} : { of }),
      ...(matrix === undefined
        ? {}
        : { matrix: Object.entries(matrix).map(([axis, values]) => ({ name: axis, values })) }),
      variants: members.map((one) => describeVariant(frame, one, { byRef, inherited })),
      ...(search === undefined ? {} : { arms: search.arms.map(({ planned }) => planned) }),
    }
  })
}

function describeVariant(
  frame: JobFrame,
  resolved: ResolvedVariant,
  { byRef, inherited }: Pick<Decided, 'inherited'> & { readonly byRef: ReadonlyMap<string, ResolvedVariant> },
): PlannedVariant {
  const { variant, hyperparameters, model } = resolved
  const of = variant.of === undefined ? undefined : byRef.get(variant.of)
  const initWeights = inherited.get(resolved)
  return {
    ref: variant.ref,
    ...(variant.cell === undefined ? {} : { cell: variant.cell }),
    ...(variant.repeats === undefined ? {} : { repeats: variant.repeats }),
    hyperparameters,
    changes: of === undefined ? [] : changesBetween(of, resolved),
    model,
    ...(initWeights === undefined ? {} : { initWeights }),
    runs: variant.seeds.map((seed) => ({ seed, jobName: trainingJobName(frame, resolved, seed) })),
  }
}

/** Each job once, in the file's order: variants that are the same share it, and its tags name the first. */
function distinctSteps(frame: JobFrame, { resolved, searches }: Decided): Step[] {
  const steps = new Map<string, Step>()
  const add = (name: string, make: () => Step | undefined): void => {
    const step = steps.get(name) ?? make()
    if (step) steps.set(name, step)
  }
  for (const stage of Object.keys(frame.experiment.stages)) {
    for (const step of searches.get(stage)?.arms.flatMap((arm) => arm.steps) ?? []) add(stepName(step), () => step)
    for (const one of resolved.filter(({ variant }) => variant.stage === stage)) {
      for (const seed of one.variant.seeds) {
        add(trainingJobName(frame, one, seed), () => trainingJob(frame, one, seed))
      }
    }
  }
  return [...steps.values()]
}
