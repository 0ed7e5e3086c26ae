/** Layers → a TensorFlow.js model. Exported only as `@assay/model-zoo/build`, so that planning loads no tensors. */

import type { ResolvedLayer } from '@assay/core'
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers'

import type { Mixing } from './augmentation/mixing.js'
import { deriveSeed } from './augmentation/seeds.js'
import { adapt } from './build/adapt.js'
import { tensorflowLayer } from './build/builders.js'
import { freeze } from './build/freeze.js'
import type { Weight } from './build/freeze.js'
import { inferenceLayer } from './build/inference-layer.js'
import { labelMixing } from './build/mix-up.js'
import { randomSteps, setPrepared, setRandomSteps } from './build/random-layer.js'
import { input as inputLayer, layers as tensorflowLayers, model } from './build/tensorflow.js'
import { completeArguments } from './definition/arguments.js'
import { ShapeError } from './definition/shape.js'
import { infer, sequenceShape } from './vocabulary/infer.js'
import { vocabulary } from './vocabulary/vocabulary.js'

export interface BuildOptions {
  /** Decides initial weights, dropout masks, noise and augmentation. Each layer derives its own seed from it. */
  readonly seed: number
  /** `inference` uses TensorFlow.js's own layers only, so that any program can load the model. Default: `training`. */
  readonly purpose?: 'training' | 'inference'
}

/**
 * Returns the model, its layers named by their ids.
 * @throws ShapeError if a layer does not fit, with the message of `infer`.
 */
export function build(
  layers: readonly ResolvedLayer[],
  inputShape: readonly number[],
  options: BuildOptions,
): LayersModel {
  const inference = infer(layers, inputShape)
  if (!inference.fits) throw new ShapeError(`The layer "${inference.layer}" does not fit. ${inference.message}`)
  // An upper-case name cannot collide with a layer's id.
  const input = inputLayer({ shape: [...inputShape], name: 'Input' })
  // TensorFlow.js needs at least one layer, even if the model has none.
  const output = layers.length === 0 ? identity(input) : connect(layers, input, options)
  return model({ inputs: input, outputs: output })
}

function identity(input: SymbolicTensor): SymbolicTensor {
  return tensorflowLayers.activation({ activation: 'linear', name: 'Output' }).apply(input) as SymbolicTensor
}

function connect(layers: readonly ResolvedLayer[], input: SymbolicTensor, options: BuildOptions): SymbolicTensor {
  return layers.reduce((tensor, layer) => connectLayer(layer, tensor, options), input)
}

function connectLayer(layer: ResolvedLayer, input: SymbolicTensor, options: BuildOptions): SymbolicTensor {
  const definition = vocabulary.get(layer.type)!
  const args = completeArguments(definition, layer)
  const branches = definition.branches?.(args).map((branch) => connect(branch, input, options))
  const [, ...inputShape] = input.shape as number[]
  const context = {
    name: layer.id,
    seed: deriveSeed(options.seed, layer.id),
    inputShape,
    outputShape: definition.measure(args, inputShape, sequenceShape).outputShape,
  }
  const create = options.purpose === 'inference' ? inferenceLayer : tensorflowLayer
  const [first, ...others] = [create(layer.type, args, context)].flat()
  const output = first.apply(branches ?? input) as SymbolicTensor
  return others.reduce((tensor, each) => each.apply(tensor) as SymbolicTensor, output)
}

export { adapt, deriveSeed, freeze, infer, labelMixing, randomSteps, setPrepared, setRandomSteps, ShapeError }
export type { Mixing, Weight }
