/** The jobs of `assay find-lr`: no plan has them; `find-lr/VARIANT/SEED` refers to one. */

import { decodeTags, type JobRecord } from '@assay/core'
import { learningRateTest, parseAttempt } from '@assay/core/internal'

import { UserError } from '../base/failure.js'

/** One test of learning rates, the latest attempt at it. */
export interface RateTest {
  /** `find-lr/VARIANT`. */
  readonly ref: string
  readonly seed: number
  readonly record: JobRecord
}

const prefix = 'find-lr'

/** Returns the tests of learning rates that an experiment has had, the oldest first. */
export function rateTests(records: ReadonlyMap<string, JobRecord>): readonly RateTest[] {
  const tests = new Map<string, RateTest>()
  for (const record of [...records.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))) {
    const tags = decodeTags(record.tags)
    if (record.hyperparameters['schedule'] !== learningRateTest.name || tags === undefined) continue
    tests.set(parseAttempt(record.name).name, { ref: `${prefix}/${tags.variant}`, seed: tags.seed, record })
  }
  return [...tests.values()]
}

/**
 * Returns the tests that `find-lr`, `find-lr/VARIANT` or `find-lr/VARIANT/SEED` names; undefined for any other reference.
 * @throws UserError if there is none.
 */
export function findRateTests(
  wanted: string,
  records: ReadonlyMap<string, JobRecord>,
): readonly RateTest[] | undefined {
  if (wanted !== prefix && !wanted.startsWith(`${prefix}/`)) return undefined
  const tests = rateTests(records)
  const found = tests.filter(
    ({ ref, seed }) => `${ref}/${seed}`.startsWith(`${wanted}/`) || `${ref}/${seed}` === wanted,
  )
  if (found.length > 0) return found
  const some = [...new Set(tests.map(({ ref, seed }) => `"${ref}/${seed}"`))].slice(0, 5).join(', ')
  throw new UserError(
    'no-such-job',
    `"${wanted}" names no test of learning rates. ${some === '' ? 'None has been run.' : `There are ${some}.`}`,
  )
}
