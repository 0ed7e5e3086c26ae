/** From which jobs a variant's weights start, as far as results make it known. */

import type { InitWeights } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import type { LayerShape } from '../../model/select-layers.js'
import { stageOfResult } from '../../variants/possible-recipes.js'
import { confirmedVariants } from '../tuning/confirm.js'
import { foreignFile, parseDonor } from '../../variants/donor.js'
import type { Donor, DonorRef, DonorResult, DonorRun, DonorVariant } from '../../variants/donor.js'
import { bestCandidate, jobScores } from '../training/job-scores.js'
import type { ArmPlan } from '../tuning/plan-arm.js'
import type { SearchStage } from './plan-tuning-stage.js'
import { resolveVariant } from '../../engines/resolve-variant.js'
import { bestConfirmed, bestResult, confirmedTrials, startingFrom } from './results.js'
import type { SearchFrame } from '../tuning/search-definition.js'
import { trainingJobName } from '../training/training-job.js'

/** Where a variant's weights come from. `layers` are the donor's, where they are known. */
export type Origin = DonorResult<{ readonly kind: 'known'; readonly jobOf: (seed: number) => string }> & {
  readonly layers?: readonly LayerShape[]
}

/** Who starts from whom. */
export interface Lineage {
  /** Returns where a variant's weights come from; undefined for one that starts from random ones. */
  readonly originOf: (variant: Variant) => Origin | undefined
  /** Returns a variant or a search of this file as one that hands weights on. */
  readonly donorNamed: (ref: string) => DonorVariant
}

/** A tuning stage; `open` while it is being planned, for then it would start from itself. */
export type SearchOf = (stage: string) => SearchStage | 'open' | undefined

/** Returns the lineage of a file's variants, and reports what is wrong with it. */
export function createLineage(
  variants: readonly Variant[],
  frame: Omit<SearchFrame, 'lineage'>,
  searchOf: SearchOf,
): Lineage {
  const plain = variants.filter(({ search }) => search === undefined)
  const byRef = new Map(plain.map((variant) => [variant.ref, variant]))
  const [origins, donors, open] = [new Map<string, Origin>(), new Map<string, DonorVariant>(), new Set<string>()]

  const originOf = (variant: Variant): Origin | undefined => {
    const init = variant.recipe.init_weights
    if (!init) return undefined
    const known = origins.get(variant.ref)
    if (known) return known
    if (open.has(variant.ref)) return cycle(variant.ref, init)
    open.add(variant.ref)
    const origin = findOrigin(variant, init)
    open.delete(variant.ref)
    origins.set(variant.ref, origin)
    return origin
  }

  const findOrigin = (variant: Variant, init: InitWeights): Origin => {
    const ref = parseDonor(init.from)
    if (ref.kind === 'job') return { kind: 'known', jobOf: () => ref.jobName }
    const donor = ref.kind === 'variant' ? donorNamed(ref.ref, { variant, init }) : foreignDonor(ref, init, whole)
    if (donor === undefined) {
      whole.reporter.report('unknown-reference', `"${init.from}" names no single variant.`, [init, 'from'])
      return refused
    }
    if (donor.kind === 'known') return { ...chosenRun(donor, ref, { variant, init }, whole), layers: donor.layers }
    if (donor.kind === 'none' && !donor.isReported) noteNone(init, whole)
    return donor
  }

  const donorNamed = (ref: string, heir?: Heir): DonorVariant => {
    if (!donors.has(ref)) {
      const found = findDonor(ref, heir)
      if (found === 'open') return heir && cycle(heir.variant.ref, heir.init)
      donors.set(ref, found)
    }
    return donors.get(ref)
  }

  /** A stage with one variant may be named by the stage. */
  const findDonor = (ref: string, heir: Heir | undefined): DonorVariant | 'open' => {
    const ofStage = plain.filter(({ stage }) => stage === ref)
    const variant = byRef.get(ref) ?? (ofStage.length === 1 ? ofStage[0] : undefined)
    if (variant) return donorOf(variant, heir)
    const search = searchOf(ref.split('/')[0] ?? '')
    return search === 'open' || search === undefined ? search : resultDonor(ref, search)
  }

  const donorOf = (variant: Variant, heir: Heir | undefined): DonorVariant | 'open' => {
    if (open.has(variant.ref)) return heir && cycle(heir.variant.ref, heir.init)
    if (variant.result === undefined) return asDonor(variant)
    const search = searchOf(stageOfResult(variant.result))
    if (search === 'open') return search
    const result = bestResult(variant.result, search, whole)
    return result.kind === 'known' ? asDonor(startingFrom(variant, result.best, whole)) : result
  }

  /** `coarse`: its best trial; `coarse/best`, `coarse/cold`, `coarse/top-2`: of those that were trained again. */
  const resultDonor = (ref: string, search: SearchStage): DonorVariant => {
    const [stage, result] = ref.split('/')
    if (ref === stage) return search.arms[0] && trialDonor(search.arms[0])
    const arm = result === 'best' ? stage : ref.replace(/\/top-\d+$/, '')
    const plan = search.arms.find(({ planned }) => planned.ref === arm)
    if (plan === undefined) return undefined
    if (!plan.hasEnded) return { kind: 'waiting', after: plan.asParent.after, afterStages: plan.asParent.afterStages }
    if (ref.includes('/top-')) {
      const trial = confirmedTrials(plan).find((variant) => variant.ref === ref)
      return trial ? asDonor(trial) : { kind: 'none' }
    }
    const best = bestConfirmed(plan, whole)
    return best.kind === 'known' ? asDonor(best.best) : best
  }

  const trialDonor = (arm: ArmPlan): DonorVariant => {
    const { hasEnded, asParent, top, fixed, source } = arm
    if (!hasEnded) return { kind: 'waiting', after: asParent.after, afterStages: asParent.afterStages }
    const definitions = source.definitions.map((one, index) => ({ ...one, fixed: fixed[index] ?? {} }))
    const [best] = top
    const [variant] = confirmedVariants(arm.planned.ref, top.slice(0, 1), definitions)
    const resolved = variant && resolveVariant(variant, whole)
    if (best === undefined) return { kind: 'none' }
    if (resolved === undefined) return refused
    const run = { seed: 0, jobName: best.trial.jobName }
    return { kind: 'known', layers: resolved.inferred, runs: [run], best: () => ({ kind: 'known', ...run }) }
  }

  /** What a donor starts from itself is part of what it is. */
  const asDonor = (variant: Variant): DonorVariant => {
    const origin = originOf(variant)
    if (origin && origin.kind !== 'known') return origin
    const resolved = resolveVariant(variant, whole)
    if (resolved === undefined) return refused
    const runs = variant.seeds.map((seed) => ({ seed, jobName: trainingJobName(whole, resolved, seed) }))
    const best = (): ReturnType<Donor['best']> => bestRun(runs, variant.stage, whole)
    return { kind: 'known', layers: resolved.inferred, runs, best }
  }

  const cycle = (ref: string, init: InitWeights): typeof refused => {
    whole.reporter.report('reference-cycle', `The weights of "${ref}" would start from themselves.`, [init, 'from'])
    return refused
  }

  const lineage = { originOf, donorNamed: (ref: string) => donorNamed(ref) }
  const whole: SearchFrame = { ...frame, lineage }
  return lineage
}

/** There is no donor, and the user has been shown why. */
const refused = { kind: 'none', isReported: true } as const

/** A variant that starts from another one's weights, and where it says so. */
interface Heir {
  readonly variant: Variant
  readonly init: InitWeights
}

/** Which of a variant's jobs has the best objective, once all have ended. */
function bestRun(runs: readonly DonorRun[], stage: string, frame: SearchFrame): ReturnType<Donor['best']> {
  const candidates = jobScores(runs, frame).map((job) => ({ of: job, jobs: [job] }))
  const result = bestCandidate(candidates, frame.experiment.objective.goal, stage)
  return result.kind === 'known' ? { kind: 'known', ...result.best } : result
}

/** A variant of another file. Reports one whose results are needed and missing. */
function foreignDonor(
  { file, ref }: DonorRef & { readonly kind: 'file' },
  init: InitWeights,
  { context, reporter }: SearchFrame,
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

/** Which of the donor's seeds each seed starts from: the one that is said, else the same, else the best. */
function chosenRun(
  { runs, best }: Donor,
  ref: Exclude<DonorRef, { kind: 'job' }>,
  { variant, init }: Heir,
  { context, reporter }: SearchFrame,
): Origin {
  const jobs = new Map(runs.map(({ seed, jobName }) => [seed, jobName]))
  if (ref.seed !== undefined) {
    const said = jobs.get(ref.seed)
    if (said !== undefined) return { kind: 'known', jobOf: () => said }
    const message = `"${ref.ref}" is not trained with the seed ${ref.seed}. ${seedsOf(runs)}`
    reporter.report('bad-seeds', message, [init, 'from'])
    return { kind: 'none' }
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
    return { kind: 'none' }
  }
  if (chosen.kind === 'none') noteNone(init, { reporter })
  return chosen
}

function noteNone(init: InitWeights, { reporter }: Pick<SearchFrame, 'reporter'>): void {
  reporter.report('no-donor', withoutJob(init), [init, 'from'], { severity: 'warning' })
}

function withoutJob({ from }: InitWeights): string {
  return `"${from}" has no completed job, from whose weights others could start.`
}

function seedsOf(runs: readonly DonorRun[]): string {
  return `Its seeds are ${runs.map(({ seed }) => seed).join(', ')}.`
}
