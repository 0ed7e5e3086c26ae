/** `init_weights` that start from another file: its plan, with its results, determines the jobs. */

import { join } from 'node:path'

import type { DonorVariant, Planning, Positions, Variant } from '@assay/core'
import { foreignDonors } from '@assay/core/internal'

import { type Place, UserError } from '../base/failure.js'
import { InvalidExperiment } from '../base/invalid-experiment.js'

/** Plans another file. */
export type PlanFile = (path: string) => Promise<Pick<Planning, 'donor'>>

/**
 * Returns the variants of other files that this one starts from, by `ForeignDonor.key`.
 * @throws UserError if a file is invalid, has no such variant, or two files start from each other.
 */
export async function findDonors(
  variants: readonly Variant[],
  positions: Positions,
  reading: readonly string[],
  planFile: PlanFile,
): Promise<ReadonlyMap<string, DonorVariant>> {
  const planned = new Map<string, ReturnType<PlanFile>>()
  const donors = new Map<string, DonorVariant>()
  for (const { key, file, ref, source } of foreignDonors(variants, positions)) {
    const place = positions.of(source, 'from')
    if (reading.includes(join(file))) {
      throw new UserError('reference-cycle', `The weights of "${file}" would start from themselves.`, { place })
    }
    const planning = planned.get(file) ?? planFile(file)
    planned.set(file, planning)
    const { donor } = await planning.catch((error: unknown) => {
      throw elsewhere(error, `"${file}", from which weights are handed on,`, file, place)
    })
    const found = donor?.(ref)
    if (!found) throw new UserError('unknown-reference', `"${ref}" names no single variant of "${file}".`, { place })
    donors.set(key, found)
  }
  return donors
}

/** Reports an error of another file at the position of the reference to it. */
export function elsewhere(error: unknown, subject: string, file: string, place: Place | undefined): unknown {
  if (error instanceof InvalidExperiment) {
    const message = `${subject} has mistakes. "assay validate ${file}" shows them.`
    return new UserError('bad-reference', message, { cause: error, place })
  }
  if (!(error instanceof UserError) || error.place !== undefined) return error
  return new UserError(error.code, error.message, { cause: error, place })
}
