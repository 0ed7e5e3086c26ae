/** A file → the one job that tests learning rates for one of its variants. */

import type { Scalar, Variant } from '@assay/core'
import { learningRateTest } from '@assay/core/internal'

import { didYouMean } from '../base/did-you-mean.js'
import { UserError } from '../base/failure.js'
import type { Altered } from './prepare.js'

/** The rates between which to test. */
export interface RateBounds {
  readonly min: number
  readonly max: number
}

/** Parses the bounds. @throws UserError if they are too near each other. */
export function readBounds(min = '1e-6', max = '1'): RateBounds {
  const bounds = { min: readRate('--min', min), max: readRate('--max', max) }
  if (bounds.max >= bounds.min * 10) return bounds
  throw new UserError(
    'bad-bounds',
    `"--min ${min}" and "--max ${max}" are too near each other; expected a "--max" of at least ten times "--min", such as "--min 1e-6 --max 1".`,
  )
}

function readRate(flag: string, text: string): number {
  const rate = text.trim() === '' ? NaN : Number(text)
  if (Number.isFinite(rate) && rate > 0) return rate
  throw new UserError(
    'bad-bounds',
    `"${flag} ${text}" is not a learning rate; expected a number above 0, such as 1e-6.`,
  )
}

/** Parses the seed. @throws UserError for anything else. */
export function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seed = /^\d+$/.test(text) ? Number(text) : NaN
  if (Number.isSafeInteger(seed) && seed >= 1) return seed
  throw new UserError('bad-seeds', `"--seed ${text}" is not a seed; expected a whole number from 1.`)
}

/**
 * Returns the file with a single variant and a single seed (by default its first), as a test of learning rates. It
 * ignores the file's epochs, schedule and warm-up, so that changing these does not repeat a test.
 * @throws UserError if `ref` names no variant, several, or one that results decide.
 */
export function asLearningRateTest(
  { experiment, variants }: Altered,
  ref: string | undefined,
  { seed, ...bounds }: RateBounds & { readonly seed?: number | undefined },
): Altered {
  const { of: _, ...variant } = findVariant(variants, ref)
  const test = {
    epochs: 1,
    learning_rate: bounds.max,
    schedule: learningRateTest.name,
    min_learning_rate: bounds.min,
  } satisfies Record<string, Scalar>
  const off = { warmup: 0, patience: 0 }
  const hyperparameters = { ...variant.recipe.hyperparameters, ...test, ...off }
  return {
    experiment: { ...experiment, hyperparameters: test, stages: { [variant.stage]: {} } },
    variants: [
      {
        ...variant,
        seeds: seed === undefined ? variant.seeds.slice(0, 1) : [seed],
        recipe: { ...variant.recipe, hyperparameters },
      },
    ],
  }
}

function findVariant(variants: readonly Variant[], ref: string | undefined): Variant {
  const plain = variants.filter(({ search, result }) => search === undefined && result === undefined)
  const found = ref === undefined ? plain.slice(0, 1) : variants.filter((one) => one.ref === ref || one.stage === ref)
  const [variant] = found
  const some = plain.slice(0, 5).map((one) => `"${one.ref}"`)
  if (variant === undefined || found.length > 1) {
    const what = variant === undefined ? 'no variant of the file' : `${found.length} variants`
    const near =
      ref === undefined
        ? ''
        : didYouMean(
            ref,
            plain.map((one) => one.ref),
          )
    const say = some.length === 0 ? '' : near || ` Name one, such as ${some.join(', ')}.`
    throw new UserError('ambiguous-reference', `"${ref ?? 'find-lr'}" names ${what}.${say}`)
  }
  if (variant.search !== undefined || variant.result !== undefined) {
    throw new UserError(
      'not-known-yet',
      `"${variant.ref}" is decided by a search; a test of learning rates needs a variant that the file defines completely.` +
        (some.length === 0 ? '' : ` Such are ${some.join(', ')}.`),
    )
  }
  const donor = variant.recipe.init_weights?.from
  if (donor !== undefined && !/^job:|\.ya?ml:/.test(donor)) {
    throw new UserError(
      'starts-from-another',
      `"${variant.ref}" starts from the weights of "${donor}", which is not trained here. ` +
        'Run it first, and name its job: "init_weights: {from: job:NAME}".',
    )
  }
  return variant
}
