/** The file `assay.json` that a training job writes beside a model's weights. */

import type { SeriesNumbers } from './data-numbers.js'
import type { ResolvedLayer, TrainingSpec } from './training-spec.js'

/** Enough to build the same model and to read its outputs. */
export interface ModelDescription {
  readonly spec: TrainingSpec
  readonly layers: readonly ResolvedLayer[]
  readonly inputShape: readonly number[]
  readonly classNames: readonly string[]
  /** What the data's values were divided by before the model saw them: 255 for pixels. */
  readonly divisor?: number
  /** How a table's features were put on one scale: (value − mean) / deviation; `fill` is in the place of missing values. */
  readonly scaling?: {
    readonly mean: readonly number[]
    readonly deviation: readonly number[]
    readonly fill?: readonly number[]
  }
  /** Of a table: the columns that an example is made of, each category a feature of its own. */
  readonly columns?: readonly { readonly name: string; readonly categories?: readonly string[] | undefined }[]
  /** Of texts: how they become numbers, which is the first of the layers; the model's files begin after it. */
  readonly text?: {
    readonly standardize: string
    readonly split: string
    readonly outputMode: string
    readonly width: number
    /** The most frequent first, without padding and the token that stands for all others. */
    readonly vocabulary: readonly string[]
  }
  /** Of forecasts: what each step has, and how an output becomes a value: mean + deviation · output. */
  readonly forecast?: SeriesNumbers & {
    readonly channels: readonly string[]
    readonly mean: number
    readonly deviation: number
  }
}
