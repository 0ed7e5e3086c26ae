/** Layers that normalize activations over the batch, or over the features (the last axis) of each example. */

import type { Arguments, LayerFamily } from '../definition/layer-definition.js'
import { elements, lastAxis, ShapeError } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'

const epsilon = { type: 'number', minimum: 0, default: 0.001 } as const
const onByDefault = { type: 'boolean', default: true } as const

function requireFeature(type: string, input: Shape): void {
  if (input.length === 0) throw new ShapeError(`"${type}" needs at least one input feature.`)
}

function scaleAndCenter(args: Arguments, input: Shape): readonly Shape[] {
  return [args['scale'], args['center']].filter((isLearned) => isLearned === true).map(() => [lastAxis(input)])
}

export const normalizationLayers = {
  batch_normalization: {
    arguments: {
      momentum: { type: 'number', minimum: 0, maximum: 1, default: 0.99 },
      epsilon,
      center: onByDefault,
      scale: onByDefault,
    },
    keras: 'BatchNormalization',
    weights: scaleAndCenter,
    statistics: (_args, input) => [[lastAxis(input)], [lastAxis(input)]],
    measure(_args, input) {
      requireFeature('batch_normalization', input)
      return { outputShape: input, flops: 2 * elements(input) }
    },
  },
  layer_normalization: {
    arguments: { epsilon, center: onByDefault, scale: onByDefault },
    keras: 'LayerNormalization',
    weights: scaleAndCenter,
    measure(_args, input) {
      requireFeature('layer_normalization', input)
      // Mean and variance of each example, then scale and shift.
      return { outputShape: input, flops: 7 * elements(input) }
    },
  },
} satisfies LayerFamily
