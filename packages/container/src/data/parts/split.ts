/**
 * Which rows train, validate and test. Decided by the split's own seed: no training seed moves a row, and a smaller
 * `fraction` of the training rows is part of a larger one.
 *
 * Validation and test rows are those of a channel of their own where the data brings one, else taken from the training
 * channel. Without a size, each taken part is 10 %, and a channel of its own is taken whole.
 */

import { partSizes, SplitError } from '@assay/core'
import type { DataSpec, DataSummary } from '@assay/core'

import { JobFailure } from '../../base/job-failure.js'
import { shuffled } from './random.js'

/** Rows of each part, in ascending order. `validation` and `test` are rows of their own channels where there are such. */
export interface Parts {
  readonly train: Int32Array
  readonly validation: Int32Array
  readonly test: Int32Array
}

/** What is split. */
export interface Splittable {
  /** Class index or value of each row of the training channel. */
  readonly targets: Float64Array
  /** The same of the channels of held-out rows. */
  readonly validationTargets?: Float64Array
  readonly testTargets?: Float64Array
  readonly task: 'classification' | 'regression'
}

/**
 * Returns the parts. `fraction` is the share of the training rows to keep.
 * @throws JobFailure where nothing would be left to train on, or a size is no size.
 */
export function splitRows(split: DataSpec['split'], fraction: number, data: Splittable): Parts {
  const sizes = orFail(() => partSizes(split, fraction, rowsOf(data)))
  if (!(fraction > 0 && fraction <= 1))
    throw new JobFailure(`The data's "fraction" is ${fraction}; expected more than 0 and at most 1.`)
  const order = ordering(data.targets, data.task, split)
  const { train: kept, trainable } = sizes
  // By time, what comes last is tested and the last of the rest validates; otherwise the order is random.
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

/** Returns what a size is computed to be. @throws JobFailure where it cannot be. */
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

/** Returns all rows in an order in which any beginning, and any end, is a fair sample. */
function ordering(targets: Float64Array, task: Splittable['task'], { by, seed }: DataSpec['split']): Int32Array {
  if (by === 'time') return Int32Array.from(targets, (_, row) => row)
  const random = shuffled(targets.length, seed)
  return by === 'stratified' && task === 'classification' ? spreadClasses(random, targets) : random
}

/**
 * Spreads each class evenly: its k-th of n rows comes at (k + ½) / n of the way. So every beginning has each class in
 * its proportion, give or take one row.
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
  // Stable: rows at the same place stay in their random order.
  return random.slice().sort((a, b) => place[a] - place[b])
}
