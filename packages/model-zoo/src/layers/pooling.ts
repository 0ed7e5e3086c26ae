/** Pooling over windows or over all positions. */

import type { LayerDefinition, LayerFamily } from '../definition/layer-definition.js'
import { elements, perDimension, requireRank } from '../definition/shape.js'
import { padding } from '../definition/shared-arguments.js'
import { windowOutput } from '../definition/window.js'

const axes = ['', '[length, channels]', '[height, width, channels]']

function pooling(name: string, keras: string, dimensions: number): LayerDefinition {
  return {
    arguments: {
      pool_size: { type: 'size', minimum: 1, default: 2 },
      // Keras's default is the pool size.
      strides: { type: 'size', minimum: 1 },
      padding,
    },
    keras,
    measure(args, input) {
      requireRank(input, dimensions + 1, name, axes[dimensions])
      const window = perDimension(args['pool_size'], dimensions, 'pool_size')
      const strides = args['strides'] === undefined ? window : perDimension(args['strides'], dimensions, 'strides')
      const spatial = windowOutput(name, input.slice(0, dimensions), window, strides, args['padding'])
      const outputShape = [...spatial, input[dimensions]]
      return { outputShape, flops: elements(window) * elements(outputShape) }
    },
  }
}

function globalPooling(name: string, keras: string, dimensions: number): LayerDefinition {
  return {
    arguments: {},
    keras,
    measure(_args, input) {
      requireRank(input, dimensions + 1, name, axes[dimensions])
      return { outputShape: [input[dimensions]], flops: elements(input) }
    },
  }
}

export const poolingLayers = {
  max_pooling1d: pooling('max_pooling1d', 'MaxPooling1D', 1),
  max_pooling2d: pooling('max_pooling2d', 'MaxPooling2D', 2),
  average_pooling1d: pooling('average_pooling1d', 'AveragePooling1D', 1),
  average_pooling2d: pooling('average_pooling2d', 'AveragePooling2D', 2),
  global_max_pooling1d: globalPooling('global_max_pooling1d', 'GlobalMaxPooling1D', 1),
  global_max_pooling2d: globalPooling('global_max_pooling2d', 'GlobalMaxPooling2D', 2),
  global_average_pooling1d: globalPooling('global_average_pooling1d', 'GlobalAveragePooling1D', 1),
  global_average_pooling2d: globalPooling('global_average_pooling2d', 'GlobalAveragePooling2D', 2),
} satisfies LayerFamily
