/** From which jobs a variant's weights start, as far as results make it known. */

import type { InitWeights } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import { foreignFile, parseDonor } from '../../variants/donor.js'
import type { Donor, DonorRef, DonorResult, DonorRun, DonorVariant } from '../../variants/donor.js'
import { resolveVariant } from '../../engines/resolve-variant.js'
import { bestCandidate, jobScores } from '../training/job-scores.js'
import { confirmedVariants } from '../tuning/confirm.js'
import type { ArmPlan, TuningStage } from '../arm.js'
import type { PlanFrame } from '../context.js'
import type { Origin } from '../variant-plan.js'
import { refused } from './outcome.js'
import type { Outcome, StageFrame } from './outcome.js'
import { bestConfirmed } from './results.js'

/** Returns where a variant's weights come from; undefined for one that starts from random ones. */
export function originOf(variant: Variant, frame: StageFrame): Origin | undefined {
  const { init_weights: init } = variant.recipe
  if (!init) return undefined
  const ref = parseDonor(init.from)
  if (ref.kind === 'job') return { kind: 'known', jobOf: () => ref.jobName }
  const donor = ref.kind === 'variant' ? donorNamed(ref.ref, frame) : foreignDonor(ref, init, frame)
  if (donor === undefined) {
    frame.reporter.report('unknown-reference', `"${init.from}" names no single variant.`, [init, 'from'])
    return refused
  }
  if (donor.kind === 'known') return { ...chosenRun(donor, ref, { variant, init }, frame), layers: donor.layers }
  if (donor.kind === 'none' && !donor.isReported) noteNone(init, frame)
  return donor
}

/** Returns a variant or an arm of this file as one that hands weights on. */
export function donorNamed(ref: string, frame: StageFrame): DonorVariant {
  const unit = frame.units.named(ref)
  if (unit === undefined) return undefined
  if (unit.kind === 'train') return asDonor(frame.outcomes.get(unit.variant.ref), frame)
  const stage = frame.stages.get(unit.stage)
  return stage ? resultDonor(ref, stage, frame) : refused
}

/** A variant that is not planned yet is one of a circle, which has been reported. */
function asDonor(outcome: Outcome = refused, frame: PlanFrame): DonorResult<Donor> {
  if (outcome.kind !== 'known') return outcome
  const { variant, inferred, runs } = outcome.plan
  return { kind: 'known', layers: inferred, runs, best: () => bestRun(runs, variant.stage, frame) }
}

/** `coarse`: its best trial; `coarse/best`, `coarse/cold`, `coarse/top-2`: of those that were trained again. */
function resultDonor(ref: string, stage: TuningStage, frame: StageFrame): DonorVariant {
  const [name, result] = ref.split('/')
  const wanted = ref === name || result === 'best' ? stage.name : ref.replace(/\/top-\d+$/, '')
  const arm = stage.arms.find(({ planned }) => planned.ref === wanted)
  if (arm === undefined) return undefined
  if (!arm.hasEnded) return { kind: 'waiting', after: arm.asParent.after, afterStages: arm.asParent.afterStages }
  if (ref === name) return trialDonor(arm, frame)
  if (ref.includes('/top-')) return frame.outcomes.has(ref) ? asDonor(frame.outcomes.get(ref), frame) : { kind: 'none' }
  const best = bestConfirmed(arm, frame)
  return best.kind === 'known' ? asDonor(frame.outcomes.get(best.best.ref), frame) : best
}

/** The best trial itself, as the arm trained it. */
function trialDonor({ top, fixed, source, planned }: ArmPlan, frame: StageFrame): DonorVariant {
  const definitions = source.definitions.map((one, index) => ({ ...one, fixed: fixed[index] ?? {} }))
  const [best] = top
  const [variant] = confirmedVariants(planned.ref, top.slice(0, 1), definitions)
  if (best === undefined || variant === undefined) return { kind: 'none' }
  const resolved = resolveVariant(variant, frame)
  if (resolved === undefined) return refused
  const run = { seed: 0, jobName: best.trial.jobName }
  return { kind: 'known', layers: resolved.inferred, runs: [run], best: () => ({ kind: 'known', ...run }) }
}

/** Which of a variant's jobs has the best objective, once all have ended. */
function bestRun(runs: readonly DonorRun[], stage: string, frame: PlanFrame): ReturnType<Donor['best']> {
  const candidates = jobScores(runs, frame).map((job) => ({ of: job, jobs: [job] }))
  const result = bestCandidate(candidates, frame.experiment.objective.goal, stage)
  return result.kind === 'known' ? { kind: 'known', ...result.best } : result
}

/** A variant of another file. Reports one whose results are needed and missing. */
function foreignDonor(
  { file, ref }: DonorRef & { readonly kind: 'file' },
  init: InitWeights,
  { context, reporter }: PlanFrame,
): DonorVariant {
  const path = foreignFile(file, init, context.positions)
  const donor = context.donors?.get(`${path}:${ref}`)
  if (donor === undefined || donor.kind === 'known') return donor
  const message = donor.kind === 'waiting' ? notRunYet(path, ref, init) : withoutJob(init)
  reporter.report('bad-init-weights', message, [init, 'from'])
  return refused
}

function notRunYet(path: string, ref: string, { from }: InitWeights): string {
  return `Which job "${from}" stands for is known when it has been run; "assay run ${path} ${ref}" does that.`
}

/** A variant that starts from another one's weights, and the key that says so. */
interface Heir {
  readonly variant: Variant
  readonly init: InitWeights
}

/** Which of the donor's seeds each seed starts from: the one that the file names, else the same, else the best. */
function chosenRun(
  { runs, best }: Donor,
  ref: Exclude<DonorRef, { kind: 'job' }>,
  { variant, init }: Heir,
  { context, reporter }: PlanFrame,
): Origin {
  const jobs = new Map(runs.map(({ seed, jobName }) => [seed, jobName]))
  if (ref.seed !== undefined) {
    const named = jobs.get(ref.seed)
    if (named !== undefined) return { kind: 'known', jobOf: () => named }
    const message = `"${ref.ref}" is not trained with the seed ${ref.seed}. ${seedsOf(runs)}`
    reporter.report('bad-seeds', message, [init, 'from'])
    return refused
  }
  const wanted = variant.search === undefined ? variant.seeds : [0]
  const [only] = runs
  if (wanted.every((seed) => jobs.has(seed))) return { kind: 'known', jobOf: (seed) => jobs.get(seed) ?? '' }
  const chosen = runs.length === 1 && only ? { ...only, kind: 'known' as const } : best()
  if (chosen.kind === 'known') return { kind: 'known', jobOf: (seed) => jobs.get(seed) ?? chosen.jobName }
  if (chosen.kind === 'waiting' && ref.kind === 'file') {
    const path = foreignFile(ref.file, init, context.positions)
    const message = `"${variant.ref}" has a seed with which "${init.from}" is not trained. ${notRunYet(path, ref.ref, init)} Or say one, such as "from: ${init.from}/${only?.seed}".`
    reporter.report('bad-init-weights', message, [init, 'from'])
    return refused
  }
  if (chosen.kind === 'none') noteNone(init, { reporter })
  return chosen
}

function noteNone(init: InitWeights, { reporter }: Pick<PlanFrame, 'reporter'>): void {
  reporter.report('no-donor', withoutJob(init), [init, 'from'], { severity: 'warning' })
}

function withoutJob({ from }: InitWeights): string {
  return `"${from}" has no completed job, from whose weights others could start.`
}

function seedsOf(runs: readonly DonorRun[]): string {
  return `Its seeds are ${runs.map(({ seed }) => seed).join(', ')}.`
}
