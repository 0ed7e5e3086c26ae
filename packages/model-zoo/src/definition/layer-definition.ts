/** What the zoo knows of one layer: its arguments, and its size for a given input. */

import type { LayerType, ResolvedLayer } from '@assay/core'

import type { Shape } from './shape.js'

/** Arguments after checking, with Keras's defaults filled in. */
export type Arguments = Readonly<Record<string, unknown>>

/** What a layer makes of its input. `flops` is for one example in inference; a multiply-add counts 2. */
export interface LayerSize {
  readonly outputShape: Shape
  readonly parameters: number
  /** Where some are not trained (moving statistics). Default: all of them. */
  readonly trainableParameters?: number
  readonly flops: number
}

/** Measures nested layers one after another and returns the shape that the last one gives. */
export type MeasureSequence = (layers: readonly ResolvedLayer[], inputShape: Shape) => Shape

/** A layer of the vocabulary. `measure` throws a `ShapeError` where the input does not fit. */
export interface LayerDefinition extends LayerType {
  readonly measure: (args: Arguments, input: Shape, sequence: MeasureSequence) => LayerSize
}
