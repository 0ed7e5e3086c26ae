/** The plan's jobs with the variant that each is for, and those among them that the command line picks. */

import { type Plan, type Step, stepName, type Variant } from '@assay/core'

import { didYouMean } from './did-you-mean.js'
import { UserError } from './failure.js'

/** One job to run. */
export interface PlannedJob {
  readonly name: string
  readonly step: Step
  /** The first variant that needs it, and its seed. */
  readonly ref: string
  readonly seed: number
  readonly stage: string
  /** How many jobs may be in flight when this one is created. */
  readonly maximumParallel: number
}

/** Returns the jobs, each once, in the plan's order. `refs` picks stages, variants or seeds; none picks all. */
export function plannedJobs(
  plan: Plan,
  variants: readonly Variant[],
  refs: readonly string[] = [],
): readonly PlannedJob[] {
  const limits = new Map(variants.map(({ ref, recipe }) => [ref, recipe.resources?.max_parallel ?? Infinity]))
  const steps = new Map(plan.steps.map((step) => [stepName(step), step]))
  const jobs = new Map<string, PlannedJob>()
  const unmatched = new Set(refs)
  for (const { ref, seed, stage, jobName } of runsOf(plan)) {
    const matching = refs.filter((wanted) => isPicked(wanted, ref, seed))
    for (const wanted of matching) unmatched.delete(wanted)
    const step = steps.get(jobName)
    if (step === undefined || jobs.has(jobName) || (refs.length > 0 && matching.length === 0)) continue
    jobs.set(jobName, { name: jobName, step, ref, seed, stage, maximumParallel: limits.get(ref) ?? Infinity })
  }
  for (const ref of unmatched) throw unknownRef(ref, plan)
  return [...jobs.values()]
}

/** Returns the part of the plan that these jobs answer. */
export function partOf(plan: Plan, jobs: readonly PlannedJob[]): Plan {
  const names = new Set(jobs.map(({ name }) => name))
  const stages = plan.stages.map((stage) => ({
    ...stage,
    variants: stage.variants
      .map((variant) => ({ ...variant, runs: variant.runs.filter(({ jobName }) => names.has(jobName)) }))
      .filter(({ runs }) => runs.length > 0),
  }))
  return {
    ...plan,
    stages: stages.filter(({ variants }) => variants.length > 0),
    steps: plan.steps.filter((step) => names.has(stepName(step))),
  }
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

/** `stage` picks all of its variants, `stage/variant` all of its cells and seeds, `…/3` one seed. */
function isPicked(wanted: string, ref: string, seed: number): boolean {
  const whole = `${ref}/${seed}`
  return whole === wanted || whole.startsWith(`${wanted}/`)
}

function unknownRef(ref: string, plan: Plan): UserError {
  const refs = [...new Set(runsOf(plan).flatMap((run) => [run.stage, run.ref]))]
  const near = didYouMean(ref, refs)
  const stages = plan.stages.map(({ name }) => `"${name}"`).join(', ')
  return new UserError(
    'unknown-reference',
    `"${ref}" names nothing in the file.${near || ` Its stages are ${stages}.`}`,
  )
}
