/** One job's predictions on held-out rows, reduced by the edge to what a comparison needs. */

/** What the rows' values are made into. All three are compared in the metric's own unit. */
export type RowStatistic =
  /** The mean of the values: accuracy, MAE, log loss. */
  | 'mean'
  /** The root of their mean: RMSE, from squared errors. */
  | 'root mean'
  /** R², from squared errors and labels. */
  | 'r2'

/** The rows of one part, in the order of the file. */
export interface JudgedRows {
  readonly part: 'test' | 'validation'
  /** Equal for jobs that were judged on the same rows with the same labels, in the same order. */
  readonly digest: string
  readonly statistic: RowStatistic
  /** One value per row: 1 or 0 (right or wrong), an absolute or squared error, a loss. [rows] */
  readonly values: ArrayLike<number>
  /** Of `r2` only. [rows] */
  readonly labels?: ArrayLike<number>
  /** Rows that belong together have the same number, from 0 up without gaps. Default: each row is its own. [rows] */
  readonly groups?: ArrayLike<number>
}

/** Judged rows by job name. Jobs without predictions are missing. */
export type RowsByJob = ReadonlyMap<string, JudgedRows>

/** Returns the metric on some rows, given by their positions, which may repeat; all rows by default. */
export function statisticOf(rows: JudgedRows, positions?: ArrayLike<number>): number {
  if (positions !== undefined) return computed(rows, positions)
  const known = ofAll.get(rows) ?? computed(rows)
  ofAll.set(rows, known)
  return known
}

/** Each job is compared many times. */
const ofAll = new WeakMap<JudgedRows, number>()

function computed({ statistic, values, labels }: JudgedRows, positions?: ArrayLike<number>): number {
  const average = meanAt(values, positions)
  if (statistic === 'mean') return average
  if (statistic === 'root mean') return Math.sqrt(average)
  const spread = labels === undefined ? 0 : spreadAt(labels, positions)
  return spread === 0 ? Number.NaN : 1 - average / spread
}

function meanAt(values: ArrayLike<number>, positions: ArrayLike<number> | undefined): number {
  const n = positions?.length ?? values.length
  let sum = 0
  for (let index = 0; index < n; index++) sum += values[positions?.[index] ?? index] ?? 0
  return sum / n
}

/** The mean squared distance from the mean. */
function spreadAt(values: ArrayLike<number>, positions: ArrayLike<number> | undefined): number {
  const n = positions?.length ?? values.length
  const center = meanAt(values, positions)
  let sum = 0
  for (let index = 0; index < n; index++) sum += ((values[positions?.[index] ?? index] ?? 0) - center) ** 2
  return sum / n
}
