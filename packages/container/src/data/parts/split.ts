/**
 * Splits rows into training, validation and test. Only the split's own seed decides: no training seed moves a row. A
 * smaller `fraction` of the training rows is a subset of a larger one.
 *
 * Validation and test rows come from a channel of their own if the data has one, else from the training channel. Without a
 * size, a part takes 10 % of the training channel, or its own channel as a whole.
 */

import type { DataSpec, DataSummary } from '@assay/core'
import { partSizes, SplitError } from '@assay/core/internal'

import { JobFailure } from '../../base/job-failure.js'
import { shuffled } from './random.js'

/** Rows of each part, in ascending order. Those of `validation` and `test` are of their own channels if there are such. */
export interface Parts {
  readonly train: Int32Array
  readonly validation: Int32Array
  readonly test: Int32Array
}

/** The rows to split. */
export interface Splittable {
  /** Class index or value of each row of the training channel. */
  readonly targets: Float64Array
  /** The same for the channels of held-out rows. */
  readonly validationTargets?: Float64Array
  readonly testTargets?: Float64Array
  readonly task: 'classification' | 'regression'
}

/**
 * Returns the parts. `fraction` is the share of the training rows to keep.
 * @throws JobFailure if nothing would be left to train on, or a size is not valid.
 */
export function splitRows(split: DataSpec['split'], fraction: number, data: Splittable): Parts {
  const sizes = orFail(() => partSizes(split, fraction, rowsOf(data)))
  if (!(fraction > 0 && fraction <= 1))
    throw new JobFailure(`The data's "fraction" is ${fraction}; expected more than 0 and at most 1.`)
  const order = ordering(data.targets, data.task, split)
  const { train: kept, trainable } = sizes
  // By time, the last rows are the test and the last of the rest the validation. Otherwise the order is random.
  const held = order.subarray(trainable)
  const train = split.by === 'time' ? order.subarray(trainable - kept, trainable) : order.subarray(0, kept)
  const validationCount = data.validationTargets ? 0 : sizes.validation
  return {
    train: train.slice().sort(),
    validation: data.validationTargets
      ? ownRows(sizes.validation, split, data.validationTargets, data.task)
      : held.slice(0, validationCount).sort(),
    test: data.testTargets
      ? ownRows(sizes.test, split, data.testTargets, data.task)
      : held.slice(validationCount).sort(),
  }
}

/** Returns the computed sizes. @throws JobFailure if they cannot be computed. */
export function orFail<T>(compute: () => T): T {
  try {
    return compute()
  } catch (error) {
    if (error instanceof SplitError) throw new JobFailure(error.message, { cause: error })
    throw error
  }
}

function rowsOf({ targets, validationTargets, testTargets }: Splittable): DataSummary['rows'] {
  return {
    train: targets.length,
    ...(validationTargets && { validation: validationTargets.length }),
    ...(testTargets && { test: testTargets.length }),
  }
}

function ownRows(count: number, split: DataSpec['split'], targets: Float64Array, task: Splittable['task']): Int32Array {
  const order = ordering(targets, task, split)
  return (split.by === 'time' ? order.subarray(order.length - count) : order.subarray(0, count)).slice().sort()
}

/** Returns all rows in an order whose every beginning, and every end, is a fair sample. */
function ordering(targets: Float64Array, task: Splittable['task'], { by, seed }: DataSpec['split']): Int32Array {
  if (by === 'time') return Int32Array.from(targets, (_, row) => row)
  const random = shuffled(targets.length, seed)
  return by === 'stratified' && task === 'classification' ? spreadClasses(random, targets) : random
}

/**
 * Spreads each class evenly: its k-th of n rows comes at (k + ½) / n of the order. So every beginning has each class in its
 * proportion, up to one row.
 */
function spreadClasses(random: Int32Array, targets: Float64Array): Int32Array {
  const sizes = new Map<number, number>()
  for (const target of targets) sizes.set(target, (sizes.get(target) ?? 0) + 1)
  const seen = new Map<number, number>()
  const place = new Float64Array(targets.length)
  for (const row of random) {
    const target = targets[row]
    const before = seen.get(target) ?? 0
    seen.set(target, before + 1)
    place[row] = (before + 0.5) / (sizes.get(target) ?? 1)
  }
  // The sort is stable: rows at the same place keep their random order.
  return random.slice().sort((a, b) => place[a] - place[b])
}
