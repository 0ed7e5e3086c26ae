/** Layers that move values about without changing them. */

import { elements, formatShape, perDimension, requireRank, ShapeError } from '../layer-definition.js'
import type { LayerDefinition } from '../layer-definition.js'

export const reshapingLayers: readonly LayerDefinition[] = [
  {
    name: 'flatten',
    arguments: {},
    measure: (_args, input) => ({ outputShape: [elements(input)], parameters: 0, flops: 0 }),
  },
  {
    name: 'reshape',
    arguments: { target_shape: { type: 'size', minimum: 1, required: true } },
    measure(args, input) {
      const value = args['target_shape']
      const outputShape = typeof value === 'number' ? [value] : (value as number[])
      if (elements(outputShape) === elements(input)) return { outputShape, parameters: 0, flops: 0 }
      throw new ShapeError(
        `"reshape" cannot make ${formatShape(outputShape)} (${elements(outputShape)} values) of ` +
          `${formatShape(input)} (${elements(input)} values).`,
      )
    },
  },
  {
    name: 'zero_padding2d',
    arguments: { padding: { type: 'size', minimum: 0, default: 1 } },
    measure(args, input) {
      requireRank(input, 3, 'zero_padding2d', '[height, width, channels]')
      const [vertical, horizontal] = perDimension(args['padding'], 2, 'padding') as [number, number]
      const outputShape = [input[0] + 2 * vertical, input[1] + 2 * horizontal, input[2]]
      return { outputShape, parameters: 0, flops: 0 }
    },
  },
]
