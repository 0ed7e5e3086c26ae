/** What a training job writes beside a model's weights, as `assay.json`. */

import type { ResolvedLayer, TrainingSpec } from './training-spec.js'

/** Enough to build the same model and to read its outputs. */
export interface ModelDescription {
  readonly spec: TrainingSpec
  readonly layers: readonly ResolvedLayer[]
  readonly inputShape: readonly number[]
  readonly classNames: readonly string[]
  /** What the data's values were divided by before the model saw them: 255 for pixels. */
  readonly divisor?: number
  /** How a table's features were put on one scale: (value − mean) / deviation. */
  readonly scaling?: { readonly mean: readonly number[]; readonly deviation: readonly number[] }
}
