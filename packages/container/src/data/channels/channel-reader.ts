/** The common interface of all data formats. */

/** A channel's opened files. Labels are in memory; features are read on request. */
export interface ChannelReader {
  readonly task: 'classification' | 'regression'
  /** One example's shape without the batch: `[]` for a text. */
  readonly inputShape: readonly number[]
  /** Empty for regression. */
  readonly classNames: readonly string[]
  /** Each row's class index, or the value to predict. */
  readonly targets: Float64Array
  /**
   * Returns means and standard deviations over rows, if the format scales features. Those of the training rows serve all
   * parts.
   */
  readonly statistics?: (rows: Int32Array) => Statistics
  /** A table's feature columns, with the categories of those that are not numeric. */
  readonly columns?: readonly { readonly name: string; readonly categories?: readonly string[] | undefined }[]
  /** Reads only these rows, in this order. */
  readonly read: (rows: Int32Array, statistics?: Statistics) => Promise<Features>
  /** Reads every row, if one may turn out to be damaged when read. @throws JobFailure that names the damaged ones. */
  readonly check?: () => Promise<void>
  /** Returns these rows of texts, in this order. Texts have no features until a model's first layer computes them. */
  readonly texts?: (rows: Int32Array) => readonly string[]
  /** Returns the same rows, left on the disk, if the format finds and reads a row quickly. */
  readonly stream?: (rows: Int32Array, statistics?: Statistics) => StreamedFeatures
}

/** Features are scaled to (value − mean) / deviation. */
export interface Statistics {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  /** The replacement of missing values, if the format has any. */
  readonly fill?: Float64Array
}

/** Features, row by row. A model sees `values[i] / divisor`. Pixels stay bytes to save memory. */
export interface Features {
  readonly values: Uint8Array | Float32Array
  readonly divisor: 1 | 255
}

/**
 * Features that are read on request: from the disk, which the operating system caches as memory allows, or as the windows
 * of a series, which share their steps.
 */
export interface StreamedFeatures {
  /** Returns a row's values. */
  readonly row: (row: number) => Uint8Array | Float32Array
  readonly divisor: 1 | 255
}
