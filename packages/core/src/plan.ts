/**
 * Variants → the plan: every job the experiment needs, once, as the exact request SageMaker gets.
 *
 *     Variant[]
 *        │ stages      each planned once, after the stages whose results it starts from             plan/stages/plan-stages.ts
 *        │               a tuning stage: its arms, each a chain of tuning jobs                      plan/stages/plan-tuning-stage.ts
 *        │               a variant: its data, hyperparameters, layers with shapes; its digest       engines/resolve-variant.ts
 *        ▼
 *     StagePlans
 *        │ check       what only all variants together show: hyperparameters that nobody reads      plan/unread.ts
 *        │             what the budget cannot pay, and what it could not be kept for                plan/budget.ts
 *        │ inherit     whose weights each starts from                                               plan/training/init-weights.ts
 *        ▼
 *        ├─ describe   stages and variants for people: changes, sizes, which job answers which seed
 *        └─ request    one CreateTrainingJob for each distinct job                                  plan/training/training-job.ts
 *        ▼
 *      Plan
 *
 * Pure: the same file, data, target and tuning jobs give the same bytes. What exists already is compared later, at the
 * edge, but for tuning jobs: what they found decides what comes next.
 */

import { defined } from './base/defined.js'
import type { Diagnostic } from './language/diagnostic.js'
import { digestOf } from './base/digest.js'
import { groupBy } from './base/group-by.js'
import type { Experiment } from './language/experiment.js'
import type { Variant } from './variants/expand.js'
import { checkBudgets, plannedBudget } from './plan/budget.js'
import { changesBetween } from './plan/training/changes.js'
import { incomparableWith, reportIncomparable } from './plan/training/incomparable.js'
import type { DonorVariant } from './variants/donor.js'
import { hyperparameterTypes } from './plan/training/hyperparameter-types.js'
import { describeWeights } from './plan/training/init-weights.js'
import { stepName } from './contract/planned.js'
import type {
  Plan,
  PlannedExperiment,
  PlannedInitWeights,
  PlannedStage,
  PlannedVariant,
  Step,
} from './contract/planned.js'
import { createReporter } from './language/reporter.js'
import { modelResolver } from './engines/resolve-model.js'
import type { ArmResult } from './plan/arm.js'
import type { JobFrame, PlanContext, PlanFrame } from './plan/context.js'
import { planStages } from './plan/stages/plan-stages.js'
import type { StagePlans } from './plan/stages/plan-stages.js'
import { trainingJob } from './plan/training/training-job.js'
import { reportUnread } from './plan/unread.js'
import type { StartedVariant, VariantPlan } from './plan/variant-plan.js'

/** A plan, perhaps with warnings, or every reason why there is none. */
export interface Planning {
  readonly plan?: Plan
  readonly diagnostics: readonly Diagnostic[]
  /** Returns a variant or an arm as the donor of another file's `init_weights`. */
  readonly donor?: (ref: string) => DonorVariant
  /** Returns the warm arm of a stage as the parent of another file's. */
  readonly search?: (stage: string) => ArmResult | undefined
}

/** Returns the plan of an experiment's variants. */
export function plan(experiment: Experiment, variants: readonly Variant[], context: PlanContext): Planning {
  const reporter = createReporter(context.positions)
  const models = modelResolver(context.catalogue, context.positions)
  const frame: PlanFrame = { experiment, digest: digestOf(experiment), context, models, reporter }

  const stages = planStages(variants, frame)
  if (reporter.hasErrors()) return { diagnostics: reporter.found }

  const all = [...stages.ready, ...stages.waiting, ...stages.drafts]
  checkBudgets({ variants: all, stages: stages.tuning }, frame)
  const definitions = [...stages.tuning.values()].flatMap(({ possible }) => possible)
  reportUnread(experiment, all, definitions, reporter)
  if (reporter.hasErrors()) return { diagnostics: reporter.found }

  reportIncomparable(all, experiment, reporter)
  const weights = inherit([...stages.ready, ...stages.waiting], frame)
  if (reporter.hasErrors()) return { diagnostics: reporter.found }

  const requested = request({ ...frame, types: hyperparameterTypes(stages.ready) }, { ...stages, weights })
  if (reporter.hasErrors()) return { diagnostics: reporter.found }
  return {
    plan: requested,
    diagnostics: reporter.found,
    donor: stages.donorNamed,
    search: (stage) => stages.tuning.get(stage)?.arms[0]?.asParent,
  }
}

/** The layers that each variant takes from its donor. A model that results decide is compared when they are there. */
function inherit(variants: readonly StartedVariant[], { reporter }: PlanFrame): Decided['weights'] {
  return new Map(
    variants.flatMap((one) => {
      const init = one.variant.recipe.init_weights
      return init ? [[one, describeWeights(init, one, one.origin?.layers, reporter)]] : []
    }),
  )
}

/** Everything that is decided before requests are made. */
interface Decided extends StagePlans {
  readonly weights: ReadonlyMap<StartedVariant, PlannedInitWeights>
}

function request(frame: JobFrame, decided: Decided): Plan {
  const byStage = groupBy(decided.ready, ({ variant }) => variant.stage)
  return {
    experiment: describeExperiment(frame),
    stages: describeStages(frame, decided, byStage),
    steps: distinctSteps(frame, decided, byStage),
    deferred: decided.deferred,
    ...defined('budget', plannedBudget(frame.experiment)),
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

/** The variants to train, by their stage. */
type ByStage = ReadonlyMap<string, readonly VariantPlan[]>

function describeStages(
  { experiment }: JobFrame,
  { ready, tuning, weights }: Decided,
  byStage: ByStage,
): PlannedStage[] {
  const byRef = new Map(ready.map((one) => [one.variant.ref, one]))
  return Object.entries(experiment.stages).map(([name, { kind, matrix }]) => {
    const members = byStage.get(name) ?? []
    const stage = tuning.get(name)
    const of = (members[0] ?? stage?.definitions[0])?.variant.of
    return {
      name,
      kind: kind === 'tune' ? 'tune' : 'train',
      ...(of === undefined ? {} : { of }),
      ...(matrix === undefined
        ? {}
        : { matrix: Object.entries(matrix).map(([axis, values]) => ({ name: axis, values })) }),
      variants: members.map((one) =>
        describeVariant(one, byRef.get(one.variant.of ?? ''), weights.get(one), experiment),
      ),
      ...(stage === undefined ? {} : { arms: stage.arms.map(({ planned }) => planned) }),
    }
  })
}

function describeVariant(
  planned: VariantPlan,
  of: VariantPlan | undefined,
  initWeights: PlannedInitWeights | undefined,
  experiment: Experiment,
): PlannedVariant {
  const { variant, hyperparameters, model, runs } = planned
  return {
    ref: variant.ref,
    ...(variant.cell === undefined ? {} : { cell: variant.cell }),
    ...(variant.repeats === undefined ? {} : { repeats: variant.repeats }),
    hyperparameters,
    ...defined('incomparable', of && incomparableWith(of, planned, experiment)),
    changes: of === undefined ? [] : changesBetween(of, planned),
    model,
    ...(initWeights === undefined ? {} : { initWeights }),
    runs,
  }
}

/** Each job once, in the file's order: variants that are the same share it, and its tags name the first. */
function distinctSteps(frame: JobFrame, { tuning }: Decided, byStage: ByStage): Step[] {
  const steps = new Map<string, Step>()
  const add = (name: string, make: () => Step | undefined): void => {
    const step = steps.get(name) ?? make()
    if (step) steps.set(name, step)
  }
  for (const stage of Object.keys(frame.experiment.stages)) {
    for (const step of tuning.get(stage)?.arms.flatMap((arm) => arm.steps) ?? []) add(stepName(step), () => step)
    for (const one of byStage.get(stage) ?? []) {
      for (const run of one.runs) add(run.jobName, () => trainingJob(frame, one, run))
    }
  }
  return [...steps.values()]
}
