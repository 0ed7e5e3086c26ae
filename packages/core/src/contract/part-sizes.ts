/** How many rows a split gives to each part, and how many examples a series: the trainer's arithmetic, planning's too. */

import type { SeriesNumbers } from './data-numbers.js'
import type { DataSpec, DataSummary } from './training-spec.js'

/** Rows of each part. */
export interface PartSizes {
  readonly train: number
  readonly validation: number
  readonly test: number
  /** Rows to train on, before `fraction` keeps some of them. */
  readonly trainable: number
}

/** A split that leaves a part without what it needs. Its message is full sentences. */
export class SplitError extends Error {
  override readonly name = 'SplitError'
  /** The part that is too small or asks for too much; none if nothing is left to train on. */
  readonly part: keyof Omit<PartSizes, 'trainable'> | undefined

  constructor(message: string, part?: SplitError['part']) {
    super(message)
    this.part = part
  }
}

const defaultSize = '10%'

/**
 * Returns the sizes. Without a size, validation and test are 10 % each of the training channel, and a channel of their
 * own is taken whole. `fraction` is the share of the training rows to keep: one at least.
 * @throws SplitError if nothing would be left to train on, or a size is no size.
 */
export function partSizes(split: DataSpec['split'], fraction: number, rows: DataSummary['rows']): PartSizes {
  const taken = (part: 'validation' | 'test'): number =>
    rows[part] === undefined ? sizeOf(split[part] ?? defaultSize, rows.train, part) : 0
  const [validation, test] = [taken('validation'), taken('test')]
  const trainable = rows.train - validation - test
  if (trainable < 1) {
    throw new SplitError(
      `Validation (${validation}) and test (${test}) leave nothing of ${rows.train} rows to train on.`,
    )
  }
  const own = (part: 'validation' | 'test'): number | undefined =>
    rows[part] === undefined ? undefined : sizeOf(split[part] ?? '100%', rows[part], part)
  return {
    train: Math.max(1, Math.round(trainable * fraction)),
    validation: own('validation') ?? validation,
    test: own('test') ?? test,
    trainable,
  }
}

function sizeOf(size: number | string, rows: number, part: 'validation' | 'test'): number {
  const share = typeof size === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(size.trim()) : undefined
  const count = share ? Math.round((Number(share[1]) / 100) * rows) : Number(size)
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new SplitError(
      `The size of "${part}" is "${size}"; expected a number of rows or a share such as "10%".`,
      part,
    )
  }
  if (count > rows) throw new SplitError(`"${part}" asks for ${count} rows of ${rows}.`, part)
  return count
}

/** A part of a series: `first` ≤ step < `end`. */
export interface Steps {
  readonly first: number
  readonly end: number
}

/**
 * Returns the examples of a part of a series, each by the first step that it forecasts. An example's horizon lies in the
 * part; of the training part, its window does too.
 * @throws SplitError if the part has steps, but not one example.
 */
export function examplesOf(
  part: 'train' | 'validation' | 'test',
  { first, end }: Steps,
  { window, horizon }: Pick<SeriesNumbers, 'window' | 'horizon'>,
): { readonly start: number; readonly count: number } {
  const start = part === 'train' ? first + window : Math.max(first, window)
  const count = Math.max(0, end - start - horizon + 1)
  if (count > 0 || end <= first) return { start, count }
  throw new SplitError(
    `The ${part} part has ${end - first} steps, too few for one window of ${window} and a horizon of ${horizon}.`,
    part,
  )
}
