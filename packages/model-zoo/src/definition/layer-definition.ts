/** The definition of a layer: everything about it that needs no tensors. Its builder is in `build/builders.ts`. */

import type { LayerType, ResolvedLayer } from '@assay/core'

import type { Shape } from './shape.js'

/** Checked arguments, with Keras's defaults filled in. */
export type Arguments = Readonly<Record<string, unknown>>

/** A layer's output shape and cost. `flops` is for one example in inference; a multiply-add counts 2. */
export interface LayerSize {
  readonly outputShape: Shape
  readonly flops: number
}

/** Measures nested layers in sequence and returns the last one's output shape. */
export type MeasureSequence = (layers: readonly ResolvedLayer[], inputShape: Shape) => Shape

/** Returns the shapes of a layer's weights. Two layers can share weights if these are equal. */
export type WeightShapes = (args: Arguments, input: Shape) => readonly Shape[]

/** A Keras layer as its `from_config` takes it. */
export interface KerasLayer {
  readonly className: string
  readonly config: Readonly<Record<string, unknown>>
}

/** Passed to a definition's `keras` with the arguments. */
export interface KerasContext {
  readonly inputShape: Shape
  readonly outputShape: Shape
  /** The values of the layer's weights. */
  readonly weights: readonly Float32Array[]
}

/** The name is the key in the layer's family. */
export interface LayerDefinition {
  readonly arguments: LayerType['arguments']
  /** Throws a `ShapeError` if the input does not fit. */
  readonly measure: (args: Arguments, input: Shape, sequence: MeasureSequence) => LayerSize
  /** Trained weights in Keras's order, for an input that fits. Default: none. */
  readonly weights?: WeightShapes
  /** Weights that are not trained, such as moving averages; they follow the trained ones. Default: none. */
  readonly statistics?: WeightShapes
  /**
   * The Keras layer that does the same in training and in inference. A string is its class, if it takes the same arguments
   * by the same names. Default: Keras has none.
   */
  readonly keras?: string | ((args: Arguments, context: KerasContext) => KerasLayer)
  /**
   * Folders below the layer's own that split its weights equally in Keras's file. Default: its own folder. Empty if the
   * configuration holds the weights.
   */
  readonly kerasFolders?: readonly string[]
  /** Replaces a layer that is random in training. Default: the layer is the same in inference. */
  readonly inference?: 'identity' | 'center_crop'
  /** Sequences of layers that each take the input; the layer merges their outputs. Default: it takes the input itself. */
  readonly branches?: (args: Arguments) => readonly (readonly ResolvedLayer[])[]
}

/** Layers of one kind by name. */
export type LayerFamily = Readonly<Record<string, LayerDefinition>>
