/**
 * Shapes, parameters and FLOPs of a model by arithmetic alone: a plan of thousands of models is fast and needs no
 * TensorFlow.js.
 *
 * FLOPs are for one example in inference. A multiply-add counts 2, an activation 1 per element; dropout and augmentation,
 * which happen only in training, count 0.
 */

import type { Inference, InferredLayer, ResolvedLayer } from '@assay/core'

import { completeArguments } from '../definition/arguments.js'
import { elements, ShapeError } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'
import { vocabulary } from './vocabulary.js'

/** Returns the size of each layer for an input without the batch, or the first layer that does not fit. */
export function infer(layers: readonly ResolvedLayer[], inputShape: Shape): Inference {
  const measured: InferredLayer[] = []
  const total = { trainableParameters: 0, current: '' }
  try {
    requireOneMixUp(layers, total)
    const outputShape = measureSequence(layers, inputShape, measured, total)
    return {
      fits: true,
      layers: measured,
      outputShape,
      parameters: measured.reduce((sum, layer) => sum + layer.parameters, 0),
      trainableParameters: total.trainableParameters,
      flops: measured.reduce((sum, layer) => sum + layer.flops, 0),
    }
  } catch (error) {
    if (error instanceof ShapeError) return { fits: false, layer: total.current, message: error.message }
    throw error
  }
}

/**
 * Returns the output shape of a sequence of layers.
 * @throws ShapeError if a layer does not fit, with its id.
 */
export function sequenceShape(layers: readonly ResolvedLayer[], inputShape: Shape): Shape {
  const inference = infer(layers, inputShape)
  if (inference.fits) return inference.outputShape
  throw new ShapeError(`The layer "${inference.layer}" does not fit. ${inference.message}`)
}

interface Total {
  trainableParameters: number
  /** The layer being measured: the one at fault when it throws. */
  current: string
}

/** A batch has one set of labels, so only one layer can mix them, and it must see the whole batch. */
function requireOneMixUp(layers: readonly ResolvedLayer[], total: Total): void {
  const all = layers.flatMap((layer) => mixUpsIn(layer))
  const fault = all.find((layer, at) => at > 0 || !layers.includes(layer))
  if (!fault) return
  total.current = fault.id
  throw new ShapeError(
    layers.includes(fault)
      ? 'There is another "mix_up" before it; expected one, because labels are mixed once.'
      : '"mix_up" mixes the labels too; expected it among the model\'s own layers, not inside of one.',
  )
}

function mixUpsIn(layer: ResolvedLayer): readonly ResolvedLayer[] {
  const nested = ['layers', 'shortcut', 'branches'].flatMap((name) => [layer.args[name] ?? []].flat(2))
  return [...(layer.type === 'mix_up' ? [layer] : []), ...(nested as ResolvedLayer[]).flatMap(mixUpsIn)]
}

function measureSequence(
  layers: readonly ResolvedLayer[],
  inputShape: Shape,
  measured: InferredLayer[],
  total: Total,
): Shape {
  return layers.reduce((shape, layer) => measureLayer(layer, shape, measured, total), inputShape)
}

function measureLayer(layer: ResolvedLayer, input: Shape, measured: InferredLayer[], total: Total): Shape {
  total.current = layer.id
  const definition = vocabulary.get(layer.type)
  if (!definition) throw new ShapeError(`Unknown layer "${layer.type}".`)
  const args = completeArguments(definition, layer)
  const size = definition.measure(args, input, (nested, shape) => {
    const output = measureSequence(nested, shape, measured, total)
    total.current = layer.id
    return output
  })
  const trained = definition.weights?.(args, input) ?? []
  const statistics = definition.statistics?.(args, input) ?? []
  const trainableParameters = sumOfSizes(trained)
  total.trainableParameters += trainableParameters
  measured.push({
    id: layer.id,
    type: layer.type,
    outputShape: size.outputShape,
    parameters: trainableParameters + sumOfSizes(statistics),
    flops: size.flops,
    weights: [...trained, ...statistics],
  })
  return size.outputShape
}

function sumOfSizes(shapes: readonly Shape[]): number {
  return shapes.reduce((sum, shape) => sum + elements(shape), 0)
}
