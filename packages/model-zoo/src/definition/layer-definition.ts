/** What the zoo knows of one layer: its arguments, and its size for a given input. */

import type { LayerType, ResolvedLayer } from '@assay/core'

import type { Shape } from './shape.js'

/** Arguments after checking, with Keras's defaults filled in. */
export type Arguments = Readonly<Record<string, unknown>>

/** What a layer makes of its input. `flops` is for one example in inference; a multiply-add counts 2. */
export interface LayerSize {
  readonly outputShape: Shape
  readonly flops: number
}

/** Measures nested layers one after another and returns the shape that the last one gives. */
export type MeasureSequence = (layers: readonly ResolvedLayer[], inputShape: Shape) => Shape

/** Shapes of weights by arithmetic alone: two layers can share weights if these are equal. */
export type WeightShapes = (args: Arguments, input: Shape) => readonly Shape[]

/** A Keras layer as its `from_config` takes it. */
export interface KerasLayer {
  readonly className: string
  readonly config: Readonly<Record<string, unknown>>
}

/** What a Keras layer may need beside its arguments. */
export interface KerasContext {
  readonly inputShape: Shape
  readonly outputShape: Shape
  /** The values of the layer's weights. */
  readonly weights: readonly Float32Array[]
}

/** All that is known of a layer without tensors. */
export interface LayerDefinition {
  readonly arguments: LayerType['arguments']
  /** Throws a `ShapeError` if the input does not fit. */
  readonly measure: (args: Arguments, input: Shape, sequence: MeasureSequence) => LayerSize
  /** Shapes of the weights that are trained, for an input that fits, in Keras's order. Default: none. */
  readonly weights?: WeightShapes
  /** Shapes of the weights that hold statistics and are not trained; they follow the others. Default: none. */
  readonly statistics?: WeightShapes
  /**
   * The Keras layer that does the same in training and in inference: its class if it takes the same arguments by the same
   * names. Default: Keras has none.
   */
  readonly keras?: string | ((args: Arguments, context: KerasContext) => KerasLayer)
  /**
   * Folders in which Keras's file has the layer's weights, in equal parts, below the layer's own. Default: one, the
   * layer's own; none if the configuration has the weights.
   */
  readonly kerasFolders?: readonly string[]
  /** What a layer that is random in training is in inference. Default: the same as in training. */
  readonly inference?: 'identity' | 'center_crop'
  /** Sequences of layers that each take the input; the layer itself takes their outputs. Default: it takes the input. */
  readonly branches?: (args: Arguments) => readonly (readonly ResolvedLayer[])[]
}

/** Layers of one kind, by their names. */
export type LayerFamily = Readonly<Record<string, LayerDefinition>>
