/** The model zoo as core sees it, an argument: the layer vocabulary, the architectures, and shape inference. */

import type { Json, Layer, Scalar } from '../language/experiment.js'
import type { ResolvedLayer } from '../contract/training-spec.js'

/** The model zoo as core sees it. */
export interface Catalogue {
  readonly architectures: ReadonlyMap<string, Architecture>
  readonly layerTypes: ReadonlyMap<string, LayerType>
  /** Names that the language will take: told from typing errors. */
  readonly notAvailableYet?: { readonly architectures: readonly string[]; readonly layerTypes: readonly string[] }
  /** Finds shapes, parameters and FLOPs without tensors. `inputShape` has no batch. */
  readonly infer: (layers: readonly ResolvedLayer[], inputShape: readonly number[]) => Inference
}

/** A zoo entry: a template in the language of the experiment file. */
export interface Architecture {
  readonly name: string
  readonly summary: string
  /** Defaults of the hyperparameters that its expressions read. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  readonly layers: readonly Layer[]
}

/** One Keras layer name with its arguments. */
export interface LayerType {
  readonly name: string
  readonly arguments: Readonly<Record<string, ArgumentRule>>
}

/** The values of an argument. Any argument but nested layers may also be a `$` expression. */
export interface ArgumentRule {
  /**
   * `size` is an integer or a list of them (one for each spatial dimension); `numbers` is a map of numbers, its keys in
   * `values`; `layers` and `branches` are nested.
   */
  readonly type: 'integer' | 'number' | 'boolean' | 'string' | 'size' | 'numbers' | 'layers' | 'branches'
  readonly required?: boolean
  /** The strings that are allowed; of `numbers`, the keys. */
  readonly values?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  /** Keras's default, for people. */
  readonly default?: Json
}

/** The result of shape inference: the model's size, or the first layer that does not fit. */
export type Inference =
  | {
      readonly fits: true
      readonly layers: readonly InferredLayer[]
      readonly outputShape: readonly number[]
      readonly parameters: number
      readonly trainableParameters: number
      /** To infer one example; a multiply-add counts 2. */
      readonly flops: number
    }
  | {
      readonly fits: false
      /** The id of the resolved layer at fault. */
      readonly layer: string
      /** A full sentence. */
      readonly message: string
    }

/** One layer's size; nested layers are listed after one another with ids of their own. */
export interface InferredLayer {
  readonly id: string
  readonly type: string
  readonly outputShape: readonly number[]
  readonly parameters: number
  readonly flops: number
  /** The shapes of its own weights, in Keras's order; none of a layer that is made of layers. */
  readonly weights: readonly (readonly number[])[]
}
