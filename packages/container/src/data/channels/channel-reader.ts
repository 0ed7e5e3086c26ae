/** What every data format gives: what is in a channel, and the rows that are wanted. */

/** A channel's files, opened: labels are known, features are read when asked for. */
export interface ChannelReader {
  readonly task: 'classification' | 'regression'
  /** One example's shape without the batch: `[]` of a text. */
  readonly inputShape: readonly number[]
  /** Empty for regression. */
  readonly classNames: readonly string[]
  /** Each row's class index, or the value to predict. */
  readonly targets: Float64Array
  /**
   * Means and standard deviations over some rows, of formats whose features are put on one scale: found on the training
   * rows, used for all.
   */
  readonly statistics?: (rows: Int32Array) => Statistics
  /** Of a table: the columns that are predicted from, with the categories of those that are none of numbers. */
  readonly columns?: readonly { readonly name: string; readonly categories?: readonly string[] | undefined }[]
  /** Reads these rows only, in this order. */
  readonly read: (rows: Int32Array, statistics?: Statistics) => Promise<Features>
  /** Reads every row, of formats in which one may turn out to be damaged. @throws JobFailure that names those that are. */
  readonly check?: () => Promise<void>
  /** Of texts: these rows, in this order. They have no features until a model's first layer makes some of them. */
  readonly texts?: (rows: Int32Array) => readonly string[]
  /** The same rows, left on the disk: of formats in which a row is found and read at once. */
  readonly stream?: (rows: Int32Array, statistics?: Statistics) => StreamedFeatures
}

/** How features are put on one scale: (value − mean) / deviation. */
export interface Statistics {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  /** What stands in the place of a missing value, where the format has such. */
  readonly fill?: Float64Array
}

/** Rows' features, one after another; a model sees `values[i] / divisor`. Pixels stay bytes to save memory. */
export interface Features {
  readonly values: Uint8Array | Float32Array
  readonly divisor: 1 | 255
}

/**
 * Rows' features that are found when they are asked for: on the disk, of which the operating system keeps what there is
 * memory for, or as the windows of a series, which share their steps.
 */
export interface StreamedFeatures {
  /** Returns a row's values. */
  readonly row: (row: number) => Uint8Array | Float32Array
  readonly divisor: 1 | 255
}
