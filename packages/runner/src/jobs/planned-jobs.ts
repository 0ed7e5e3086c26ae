/** The plan's jobs with the variant or search that each is for, and those among them that the command line picks. */

import { type Deferred, type Plan, type PlannedArm, type Step, stepName, type Variant } from '@assay/core'
import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker'

import { didYouMean } from '../base/did-you-mean.js'
import { donorsOf } from './donor-state.js'
import { UserError } from '../base/failure.js'

/** One job to run. */
export type PlannedJob = PlannedTraining | PlannedTuning | PlannedModel

/** One training job to run. */
export interface PlannedTraining {
  readonly kind: 'training'
  readonly name: string
  readonly step: Step
  /** The first variant that needs it, and its seed. */
  readonly ref: string
  readonly seed: number
  readonly stage: string
  /** How many training jobs may be in flight when this one is created; trials are not counted. */
  readonly maximumParallel: number
}

/** The last tuning job of a search. */
export interface PlannedTuning {
  readonly kind: 'tuning'
  readonly name: string
  /** Missing if the job exists and is not to be created again. */
  readonly step?: Step
  /** The search. */
  readonly ref: string
  readonly stage: string
  readonly arm: PlannedArm
  /** No limit: as many run at once as there are. */
  readonly maximumParallel?: undefined
}

/** One model to create, of a training job that has completed. */
export interface PlannedModel {
  readonly kind: 'model'
  readonly name: string
  readonly step: ModelStep
  readonly ref: string
  readonly stage: string
  readonly maximumParallel?: undefined
}

/** A model to create. Plans have none yet. */
export interface ModelStep {
  readonly operation: 'CreateModel'
  readonly input: CreateModelCommandInput
  /** The job whose artifact it holds: it must have completed before. */
  readonly after?: string
}

/** Returns each job once, searches first because they take longest. `refs` picks stages, variants or seeds; none picks all. */
export function plannedJobs(
  plan: Plan,
  variants: readonly Variant[],
  refs: readonly string[] = [],
): readonly PlannedJob[] {
  for (const ref of refs) if (!names(plan, ref)) throw unknownRef(ref, plan)
  const steps = new Map(plan.steps.map((step) => [stepName(step), step]))
  const limitOf = parallelLimits(variants)
  const jobs = new Map<string, PlannedJob>()
  for (const { stage, arm } of armsOf(plan)) {
    const name = arm.jobNames.at(-1)
    if (name === undefined || jobs.has(name) || !isPicked(refs, arm.ref)) continue
    const step = steps.get(name)
    jobs.set(name, { kind: 'tuning', name, ref: arm.ref, stage, arm, ...(step === undefined ? {} : { step }) })
  }
  for (const { ref, seed, stage, jobName: name } of runsOf(plan)) {
    const step = steps.get(name)
    if (step === undefined || jobs.has(name) || !isPicked(refs, `${ref}/${seed}`)) continue
    jobs.set(name, { kind: 'training', name, step, ref, seed, stage, maximumParallel: limitOf({ ref, stage }) })
  }
  return donorsFirst([...jobs.values()])
}

/** Confirmations have their stage's limit: they are no variants of the file. */
function parallelLimits(variants: readonly Variant[]): (run: Pick<Run, 'ref' | 'stage'>) => number {
  const limit = ({ recipe }: Variant): number => recipe.resources?.max_parallel ?? Infinity
  const ofVariant = new Map(variants.map((variant) => [variant.ref, limit(variant)]))
  const ofStage = new Map(variants.map((variant) => [variant.stage, limit(variant)]))
  return ({ ref, stage }) => ofVariant.get(ref) ?? ofStage.get(stage) ?? Infinity
}

/** Sorts donors before the jobs that start from their weights, so that no job queues behind one that waits. */
function donorsFirst(jobs: readonly PlannedJob[]): readonly PlannedJob[] {
  const byName = new Map(jobs.map((job) => [job.name, job]))
  const depths = new Map<PlannedJob, number>()
  const depthOf = (job: PlannedJob): number => {
    const known = depths.get(job)
    if (known !== undefined) return known
    const donors = donorsOf(job).flatMap((name) => byName.get(name) ?? [])
    const depth = donors.length === 0 ? 0 : 1 + Math.max(...donors.map(depthOf))
    depths.set(job, depth)
    return depth
  }
  for (const job of jobs) depthOf(job)
  return [...jobs].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0))
}

/** Returns the part of the plan that these references pick. */
export function partOf(plan: Plan, refs: readonly string[]): Plan {
  const jobs = new Set(plannedJobs(plan, [], refs).map(({ name }) => name))
  const stages = plan.stages.map(({ arms, variants, ...stage }) => ({
    ...stage,
    variants: variants
      .map((variant) => ({ ...variant, runs: variant.runs.filter(({ jobName }) => jobs.has(jobName)) }))
      .filter(({ runs }) => runs.length > 0),
    ...(arms === undefined ? {} : { arms: arms.filter(({ ref }) => isPicked(refs, ref)) }),
  }))
  const deferred = deferredOf(plan, refs)
  return {
    ...plan,
    stages: stages.filter(
      ({ name, variants, arms = [] }) =>
        variants.length > 0 || arms.length > 0 || deferred.some(({ stage }) => stage === name),
    ),
    steps: plan.steps.filter((step) => jobs.has(stepName(step))),
    deferred,
  }
}

/** Returns what the references pick of the parts that wait for results. */
export function deferredOf({ deferred }: Plan, refs: readonly string[]): readonly Deferred[] {
  return deferred.filter(({ ref }) => isPicked(refs, ref) || refs.some((wanted) => wanted.startsWith(`${ref}/`)))
}

/** A variant, one of its seeds, and the job that answers it. */
export interface Run {
  readonly ref: string
  readonly seed: number
  readonly stage: string
  readonly jobName: string
}

/** Returns every run of the plan: two may share a job. */
export function runsOf(plan: Plan): readonly Run[] {
  return plan.stages.flatMap((stage) =>
    stage.variants.flatMap(({ ref, runs }) =>
      runs.map(({ seed, jobName }) => ({ ref, seed, stage: stage.name, jobName })),
    ),
  )
}

/** Whether a reference begins with a stage of the plan. */
export function isStage(ref: string, { stages }: Plan): boolean {
  return stages.some(({ name }) => ref === name || ref.startsWith(`${name}/`))
}

/** Returns every search of the plan with its stage. */
export function armsOf(plan: Plan): readonly { readonly stage: string; readonly arm: PlannedArm }[] {
  return plan.stages.flatMap(({ name, arms = [] }) => arms.map((arm) => ({ stage: name, arm })))
}

/** `stage` picks all of its searches, variants, cells and seeds, `stage/variant` all of its own, `…/3` one seed. */
function isPicked(refs: readonly string[], whole: string): boolean {
  return refs.length === 0 || refs.some((wanted) => whole === wanted || whole.startsWith(`${wanted}/`))
}

/** Whether a reference is valid, now or once results are known, such as `fine/top-1` or `fine/best`. */
function names(plan: Plan, wanted: string): boolean {
  const known = [
    ...runsOf(plan).map(({ ref, seed }) => `${ref}/${seed}`),
    ...armsOf(plan).map(({ arm }) => arm.ref),
    ...plan.deferred.map(({ ref }) => ref),
  ]
  if (known.some((whole) => isPicked([wanted], whole))) return true
  const [, arm] = /^(.*)\/(?:top-\d+|best)(?:\/\d+)?$/.exec(wanted) ?? []
  return (
    plan.deferred.some(({ ref }) => wanted.startsWith(`${ref}/`)) ||
    (arm !== undefined && armsOf(plan).some(({ arm: { ref, confirm } }) => ref === arm && confirm > 0))
  )
}

function unknownRef(ref: string, plan: Plan): UserError {
  const runs = runsOf(plan).flatMap((run) => [run.stage, run.ref])
  const searches = armsOf(plan).flatMap(({ stage, arm }) => [stage, arm.ref])
  const near = didYouMean(ref, [...new Set([...runs, ...searches])])
  const stages = plan.stages.map(({ name }) => `"${name}"`).join(', ')
  return new UserError(
    'unknown-reference',
    `"${ref}" names nothing in the file.${near || ` Its stages are ${stages}.`}`,
  )
}
