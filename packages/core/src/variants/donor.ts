/** `init_weights.from`: what a reference to the job whose weights are handed on says. */

import type { Variant } from './expand.js'
import { folderOf, joinPath } from '../base/paths.js'
import type { Positions } from '../language/positions.js'
import type { LayerShape } from '../model/select-layers.js'
import { parseAttempt } from '../contract/names.js'

/** A planned variant that hands weights on, or the best trial of an arm. */
export interface Donor {
  readonly kind: 'known'
  readonly layers: readonly LayerShape[]
  readonly runs: readonly DonorRun[]
  /** Which of the runs has the best objective: known when all of them have ended. */
  readonly best: () => DonorResult<DonorRun & { readonly kind: 'known' }>
}

/** A job that hands weights on. */
export interface DonorRun {
  readonly seed: number
  readonly jobName: string
}

/** A result: known, to be waited for, or none. */
export type DonorResult<Known> =
  | Known
  | { readonly kind: 'waiting'; readonly after: readonly string[]; readonly afterStages: readonly string[] }
  /** `isReported`: the user has been shown why. */
  | { readonly kind: 'none'; readonly isReported?: true }

/** A variant or an arm of another file as a donor; undefined if the file has no such. */
export type DonorVariant = DonorResult<Donor> | undefined

/** A reference, taken apart. */
export type DonorRef =
  | { readonly kind: 'job'; readonly jobName: string }
  | { readonly kind: 'file'; readonly file: string; readonly ref: string; readonly seed?: number }
  | { readonly kind: 'variant'; readonly ref: string; readonly seed?: number }

/** Returns what a reference means. */
export function parseDonor(from: string): DonorRef {
  if (from.startsWith('job:')) return { kind: 'job', jobName: from.slice('job:'.length) }
  const [, file, whole = ''] = /^(?:([^:\s]+\.ya?ml):)?(.*)$/.exec(from) ?? []
  const [, ref = whole, seed] = /^(.+)\/(\d+)$/.exec(whole) ?? []
  const place = { ref, ...(seed === undefined ? {} : { seed: Number(seed) }) }
  return file === undefined ? { kind: 'variant', ...place } : { kind: 'file', file, ...place }
}

/** A variant or a search of another file that some variant starts from. */
export interface ForeignDonor {
  /** `path.yaml:stage/variant`. */
  readonly key: string
  /** As seen from where the experiment's own path is. */
  readonly file: string
  readonly ref: string
  /** The object whose member `from` names it, for errors. */
  readonly source: object
}

/** Returns what planning needs to know of other files, each once. */
export function foreignDonors(variants: readonly Variant[], positions: Positions): readonly ForeignDonor[] {
  const donors = new Map<string, ForeignDonor>()
  for (const { recipe } of variants) {
    const source = recipe.init_weights
    if (!source) continue
    const donor = parseDonor(source.from)
    if (donor.kind !== 'file') continue
    const file = foreignFile(donor.file, source, positions)
    const key = `${file}:${donor.ref}`
    if (!donors.has(key)) donors.set(key, { key, file, ref: donor.ref, source })
  }
  return [...donors.values()]
}

/** Returns the path of a file that is named relative to the file that says it. */
export function foreignFile(file: string, source: object, positions: Positions): string {
  return joinPath(folderOf(positions.of(source, 'from')?.file ?? ''), file)
}

/** Returns where a job or a trial leaves its model, or undefined for a name that is not one of ours. */
export function modelUri(jobName: string, bucket: string): string | undefined {
  const [, experiment] = /^(.+)-(?:[0-9a-f]{12}|[0-9a-f]{11}-\d{3,}-[0-9a-z]+)$/.exec(parseAttempt(jobName).name) ?? []
  return experiment === undefined ? undefined : `s3://${bucket}/assay/${experiment}/jobs/${jobName}/output/model.tar.gz`
}
