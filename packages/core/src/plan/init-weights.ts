/** `init_weights`, resolved: from which job each job's weights start, and what of them is frozen. */

import type { Diagnostic } from '../diagnostic.js'
import type { InitWeights } from '../experiment.js'
import type { InitSpec } from '../training-spec.js'
import { matchesNothing, selectLayers, takenLayers } from '../select-layers.js'
import { foreignFile, parseDonor } from './donor.js'
import type { DonorRef, DonorVariant } from './donor.js'
import { placed } from './plan-error.js'
import type { PlannedInitWeights } from './planned.js'
import type { PlanContext, ResolvedVariant } from './resolve-variant.js'

/** Where a variant's weights come from. */
export interface Inheritance {
  readonly spec: InitSpec
  readonly planned: PlannedInitWeights
  /** The job that this seed starts from, in this plan or, by its name, in another. */
  readonly donorOf: (seed: number) => { readonly variant: ResolvedVariant; readonly seed: number } | string
}

/** What `inheritances` returns. */
export interface Inheritances {
  readonly of: ReadonlyMap<ResolvedVariant, Inheritance>
  readonly diagnostics: readonly Diagnostic[]
}

/** The variants of a plan: those to train now, those that wait for a search, and those that a search trains. */
export interface PlannedVariants {
  readonly resolved: readonly ResolvedVariant[]
  readonly waiting: readonly ResolvedVariant[]
  readonly definitions: readonly Pick<ResolvedVariant, 'variant'>[]
}

/** Returns what every variant inherits that says so. */
export function inheritances({ resolved, waiting, definitions }: PlannedVariants, context: PlanContext): Inheritances {
  const byRef = new Map(resolved.map((one) => [one.variant.ref, one]))
  const found = new Map<ResolvedVariant, Inheritance>()
  const diagnostics = new Map<string, Diagnostic>()
  const report: Report = (code, message, ...place) => {
    const position = placed(context.positions.of(...place) ?? context.positions.of(place[0]), context.positions)
    const { file, line, column } = position
    diagnostics.set(`${file}:${line}:${column}`, { code, message, severity: 'error', ...position })
  }
  for (const { variant } of [...waiting, ...definitions]) {
    const init = variant.recipe.init_weights
    if (init)
      report('not-available', `"init_weights" in or after a search ("${variant.ref}") is not available yet.`, init)
  }
  for (const one of resolved) {
    const init = one.variant.recipe.init_weights
    if (!init) continue
    const donor = findDonor(init, one, { byRef, resolved, context, report })
    if (donor === undefined) continue
    if (typeof donor.variant === 'object' && startsFromItself(one, byRef)) {
      report('reference-cycle', `The weights of "${one.variant.ref}" would start from themselves.`, init, 'from')
      continue
    }
    found.set(one, { ...donor, spec: specOf(init), planned: describe(init, one, donor.layers, report) })
  }
  return { of: found, diagnostics: [...diagnostics.values()] }
}

type Report = (code: Diagnostic['code'], message: string, object: object, key?: string | number) => void

/** A variant that hands weights on. */
interface Found {
  /** This file's variant. */
  readonly variant?: ResolvedVariant
  /** Undefined where only the service knows them. */
  readonly layers?: DonorVariant['layers']
  readonly donorOf: Inheritance['donorOf']
}

interface Search {
  readonly byRef: ReadonlyMap<string, ResolvedVariant>
  readonly resolved: readonly ResolvedVariant[]
  readonly context: PlanContext
  readonly report: Report
}

function findDonor(init: InitWeights, one: ResolvedVariant, search: Search): Found | undefined {
  const ref = parseDonor(init.from)
  if (ref.kind === 'job') return { donorOf: () => ref.jobName }
  const { context, report } = search
  if (ref.kind === 'variant') {
    const variant = variantOf(ref.ref, search)
    if (!variant) return void report('unknown-reference', `"${init.from}" names no single variant.`, init, 'from')
    const seeds = donorSeeds(ref, variant.variant.seeds, one, init, report)
    return seeds && { variant, layers: variant.inferred, donorOf: (seed) => ({ variant, seed: seeds(seed) }) }
  }
  const foreign = context.donors?.get(`${foreignFile(ref.file, init, context.positions)}:${ref.ref}`)
  if (!foreign) return void report('unknown-reference', `"${init.from}" names no single variant.`, init, 'from')
  const jobs = new Map(foreign.runs.map(({ seed, jobName }) => [seed, jobName]))
  const seeds = donorSeeds(ref, [...jobs.keys()], one, init, report)
  return seeds && { layers: foreign.layers, donorOf: (seed) => jobs.get(seeds(seed)) ?? '' }
}

/** A stage with one variant may be named by the stage. */
function variantOf(ref: string, { byRef, resolved }: Pick<Search, 'byRef' | 'resolved'>): ResolvedVariant | undefined {
  const ofStage = resolved.filter(({ variant }) => variant.stage === ref)
  return byRef.get(ref) ?? (ofStage.length === 1 ? ofStage[0] : undefined)
}

/**
 * Which of the donor's seeds each seed starts from: the one that is said, else the same, else the only one there is. No
 * choice among several is made: which of them is best is known after training only, and a plan is known before.
 */
function donorSeeds(
  { ref, seed: said }: Exclude<DonorRef, { kind: 'job' }>,
  theirs: readonly number[],
  { variant }: ResolvedVariant,
  init: InitWeights,
  report: Report,
): ((seed: number) => number) | undefined {
  const [only = 0, ...others] = theirs
  if (said !== undefined) {
    if (theirs.includes(said)) return () => said
    return void report('bad-seeds', `"${ref}" is not trained with the seed ${said}. ${seedsOf(theirs)}`, init, 'from')
  }
  const missing = variant.seeds.filter((seed) => !theirs.includes(seed))
  if (missing.length === 0) return (seed) => seed
  if (others.length === 0) return () => only
  const message = `"${variant.ref}" has the seed ${missing[0]}, with which "${ref}" is not trained. ${seedsOf(theirs)} Say one, such as "from: ${init.from}/${only}", or give both the same seeds.`
  return void report('bad-seeds', message, init, 'from')
}

function seedsOf(seeds: readonly number[]): string {
  return `Its seeds are ${seeds.join(', ')}.`
}

function startsFromItself(one: ResolvedVariant, byRef: Search['byRef']): boolean {
  const met = new Set<ResolvedVariant>()
  let next: ResolvedVariant | undefined = one
  while (next !== undefined && !met.has(next)) {
    met.add(next)
    const from: string | undefined = next.variant.recipe.init_weights?.from
    const donor: DonorRef | undefined = from === undefined ? undefined : parseDonor(from)
    next = donor?.kind === 'variant' ? variantOf(donor.ref, { byRef, resolved: [...byRef.values()] }) : undefined
  }
  return next === one
}

function specOf({ layers, freeze }: InitWeights): InitSpec {
  return { ...(layers === undefined ? {} : { layers }), ...(freeze === undefined ? {} : { freeze }) }
}

function describe(
  init: InitWeights,
  { model, inferred }: ResolvedVariant,
  donor: DonorVariant['layers'] | undefined,
  report: Report,
): PlannedInitWeights {
  const own = { layers: model.layers, shapes: inferred }
  const taken = donor && takenLayers(own, donor, init.layers, `"${init.from}"`)
  for (const { glob, message } of taken?.problems ?? []) {
    if (glob === undefined) report('bad-init-weights', message, init, 'from')
    else report('bad-init-weights', message, init.layers ?? init, glob)
  }
  const weights = new Map(inferred.map(({ id, weights, parameters }) => [id, weights.length > 0 ? parameters : 0]))
  const frozen = new Set<string>()
  init.freeze?.forEach((glob, index) => {
    const ids = selectLayers(model.layers, glob).filter((id) => (weights.get(id) ?? 0) > 0)
    if (ids.length === 0) report('bad-init-weights', matchesNothing(glob, inferred), init.freeze ?? init, index)
    for (const id of ids) frozen.add(id)
  })
  return {
    from: init.from,
    ...(taken === undefined ? {} : { layers: taken.layers }),
    freeze: inferred.map(({ id }) => id).filter((id) => frozen.has(id)),
    frozenParameters: [...frozen].reduce((sum, id) => sum + (weights.get(id) ?? 0), 0),
  }
}
