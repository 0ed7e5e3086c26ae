/** A metric: a pure function of rows, for the trainer's evaluation and for whoever measures records afterwards. */

/** Predictions beside their targets, row by row: classes by index, or numbers. Each step of a forecast is a row. */
export interface Rows {
  readonly predictions: ArrayLike<number>
  readonly targets: ArrayLike<number>
  /** Of forecasts. Default: rows are in the target's own unit. */
  readonly scale?: MetricScale | undefined
}

/** How a forecast's rows, which are on the scale of the training steps, compare with the series itself. */
export interface MetricScale {
  /** Of the target over the training steps: an error of 1 is that large in the series' own unit. */
  readonly deviation: number
  /** The mean absolute error over the training steps of the forecast that repeats the value of one season before. */
  readonly naiveError: number
}

/** One metric of a task. */
export interface Metric {
  /** As in logs, without the part's prefix. */
  readonly name: string
  readonly task: 'classification' | 'regression'
  readonly goal: 'maximize' | 'minimize'
  /** Whether the metric of many rows is the mean of the metrics of each row alone. */
  readonly isRowMean: boolean
  /** Keras's metric of the same definition, if it has one. */
  readonly kerasName?: string
  /** Returns the metric, or undefined if these rows do not define it. */
  readonly ofRows: (rows: Rows) => number | undefined
}

/** Returns the sum over rows, in their order, of what `valueOf` makes of each. */
export function sumOfRows(
  { predictions, targets }: Rows,
  valueOf: (prediction: number, target: number) => number,
): number {
  let sum = 0
  for (let row = 0; row < targets.length; row++) sum += valueOf(predictions[row] ?? NaN, targets[row] ?? NaN)
  return sum
}
