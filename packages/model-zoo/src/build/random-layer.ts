/**
 * The base of layers that draw random numbers in training. TensorFlow.js's own dropout draws the same mask at every step
 * when it is given a seed; here each step has numbers of its own, and one seed still gives one result.
 */

import { layers } from '@tensorflow/tfjs-layers'
import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { stepSource } from '../augmentation/seeds.js'
import type { RandomSource } from '../augmentation/seeds.js'

/** What a random layer does: `train` with fresh numbers, `infer` without any. */
export interface RandomBehaviour {
  readonly train: (input: Tensor, random: RandomSource) => Tensor
  readonly infer: (input: Tensor) => Tensor
  /** Shape of the output for an input shape, both with the batch first. */
  readonly outputShape: (inputShape: (number | null)[]) => (number | null)[]
}

/** A layer whose training behaviour is random and seeded. A class because TensorFlow.js's layers are. */
export class RandomLayer extends layers.Layer {
  static className = 'AssayRandomLayer'
  readonly #behaviour: RandomBehaviour
  readonly #seed: number
  /** Training batches so far: with the seed, all that decides the next numbers. Set to go on where another run was. */
  step = 0
  /** Whether training batches come as this layer would make them: see `@assay/model-zoo/augment`. */
  isPrepared = false

  constructor(name: string, seed: number, behaviour: RandomBehaviour) {
    super({ name })
    this.#behaviour = behaviour
    this.#seed = seed
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return this.#behaviour.outputShape(inputShape)
  }

  override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    if (!kwargs.training) return tidy(() => this.#behaviour.infer(input))
    const random = stepSource(this.#seed, this.step++)
    if (this.isPrepared) return input.clone()
    return tidy(() => this.#behaviour.train(input, random))
  }
}

/** Returns how many training batches each random layer has seen, in the model's order: the state of all randomness. */
export function randomSteps({ layers: all }: LayersModel): number[] {
  return randomLayers(all).map(({ step }) => step)
}

/** Makes the random layers go on from there. */
export function setRandomSteps({ layers: all }: LayersModel, steps: readonly number[]): void {
  randomLayers(all).forEach((layer, index) => (layer.step = steps[index] ?? 0))
}

/** Tells layers that training batches are prepared; returns how many they have seen. */
export function setPrepared({ layers: all }: LayersModel, names: readonly string[]): number {
  const prepared = randomLayers(all).filter(({ name }) => names.includes(name))
  for (const layer of prepared) layer.isPrepared = true
  return prepared[0]?.step ?? 0
}

function randomLayers(all: readonly layers.Layer[]): RandomLayer[] {
  return all.filter((layer) => layer instanceof RandomLayer)
}
