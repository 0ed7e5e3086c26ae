/**
 * The base of layers that draw random numbers in training. With a seed, TensorFlow.js's own dropout draws the same mask at
 * every step. Here each step has its own numbers, and the same seed still gives the same result.
 */

import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { stepSource } from '../augmentation/seeds.js'
import type { RandomSource } from '../augmentation/seeds.js'
import type { Layer } from './tensorflow.js'
import { layers, tidy } from './tensorflow.js'

/** `train` gets the random numbers of its step; `infer` gets none. */
export interface RandomBehavior {
  readonly train: (input: Tensor, random: RandomSource) => Tensor
  readonly infer: (input: Tensor) => Tensor
  /** Shape of the output for an input shape, both with the batch first. */
  readonly outputShape: (inputShape: (number | null)[]) => (number | null)[]
}

/** A layer that is random in training, and seeded. A class because TensorFlow.js's layers are classes. */
export class RandomLayer extends layers.Layer {
  static className = 'AssayRandomLayer'
  readonly #behavior: RandomBehavior
  readonly #seed: number
  /** Training batches so far. With the seed, it decides the next numbers. Set it to resume a run. */
  step = 0
  /** Whether training batches arrive already changed by this layer: see `@assay/model-zoo/augment`. */
  isPrepared = false

  constructor(name: string, seed: number, behavior: RandomBehavior) {
    super({ name })
    this.#behavior = behavior
    this.#seed = seed
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return this.#behavior.outputShape(inputShape)
  }

  override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    if (!kwargs.training) return tidy(() => this.#behavior.infer(input))
    const random = stepSource(this.#seed, this.step++)
    if (this.isPrepared) return input.clone()
    return tidy(() => this.#behavior.train(input, random))
  }
}

/** Returns how many training batches each random layer has seen, in the model's order: the whole random state. */
export function randomSteps({ layers: all }: LayersModel): number[] {
  return randomLayers(all).map(({ step }) => step)
}

/** Restores the state that `randomSteps` returned. */
export function setRandomSteps({ layers: all }: LayersModel, steps: readonly number[]): void {
  randomLayers(all).forEach((layer, index) => (layer.step = steps[index] ?? 0))
}

/** Marks layers whose work is already done on training batches. Returns how many batches they have seen. */
export function setPrepared({ layers: all }: LayersModel, names: readonly string[]): number {
  const prepared = randomLayers(all).filter(({ name }) => names.includes(name))
  for (const layer of prepared) layer.isPrepared = true
  return prepared[0]?.step ?? 0
}

function randomLayers(all: readonly Layer[]): RandomLayer[] {
  return all.filter((layer) => layer instanceof RandomLayer)
}
