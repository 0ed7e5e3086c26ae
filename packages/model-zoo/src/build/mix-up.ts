/** The layer that mixes the examples of a training batch, and the same mixing for their labels. */

import type { LayersModel } from '@tensorflow/tfjs-layers'

import { drawMixing } from '../augmentation/mixing.js'
import type { Mixing } from '../augmentation/mixing.js'
import { stepSource } from '../augmentation/seeds.js'
import { RandomLayer } from './random-layer.js'
import { add, gather, mul, tensor } from './tensorflow.js'

/** A class because TensorFlow.js's layers are classes. */
class MixUp extends RandomLayer {
  static override className = 'AssayMixUp'
  /** Draws the mixing of the next training batch. */
  readonly next: (rows: number) => Mixing

  constructor(name: string, seed: number, alpha: number) {
    super(name, seed, {
      train: (input, random) => {
        const { partners, weights } = drawMixing(alpha, input.shape[0], random)
        const column = [weights.length, ...input.shape.slice(1).map(() => 1)]
        const rest = weights.map((weight) => 1 - weight)
        const others = gather(input, tensor(partners, [partners.length], 'int32'))
        return add(mul(input, tensor(weights, column, 'float32')), mul(others, tensor(rest, column, 'float32')))
      },
      infer: (input) => input.clone(),
      outputShape: (shape) => shape,
    })
    this.next = (rows) => drawMixing(alpha, rows, stepSource(seed, this.step))
  }
}

/** Returns a layer that mixes each image of a training batch with another one of it. */
export function mixUp(name: string, seed: number, alpha: number): RandomLayer {
  return new MixUp(name, seed, alpha)
}

/**
 * Returns a function that draws how the model mixes its next training batch, so that the labels can be mixed alike. Call it
 * before the model gets the batch. Undefined if the model has no `mix_up`.
 */
export function labelMixing({ layers }: LayersModel): ((rows: number) => Mixing) | undefined {
  return layers.find((layer) => layer instanceof MixUp)?.next
}
