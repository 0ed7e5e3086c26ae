/** A layer that is one function of its input, without weights and of the same shape. */

import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'

/** A class because TensorFlow.js's layers are. */
export class ElementwiseLayer extends layers.Layer {
  static className = 'AssayElementwiseLayer'
  readonly #apply: (input: Tensor) => Tensor

  constructor(name: string, apply: (input: Tensor) => Tensor) {
    super({ name })
    this.#apply = apply
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    return tidy(() => this.#apply(input))
  }
}
