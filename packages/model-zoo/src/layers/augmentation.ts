/** Random changes to images, made in training only. */

import { formatShape, requireRank, ShapeError } from '../layer-definition.js'
import type { LayerDefinition } from '../layer-definition.js'
import { count } from './shared-arguments.js'

export const augmentationLayers: readonly LayerDefinition[] = [
  {
    name: 'random_flip',
    arguments: {
      mode: {
        type: 'string',
        values: ['horizontal', 'vertical', 'horizontal_and_vertical'],
        default: 'horizontal_and_vertical',
      },
    },
    measure(_args, input) {
      requireRank(input, 3, 'random_flip', '[height, width, channels]')
      return { outputShape: input, parameters: 0, flops: 0 }
    },
  },
  {
    // In inference the centre is taken, as Keras does.
    name: 'random_crop',
    arguments: { height: count, width: count },
    measure(args, input) {
      requireRank(input, 3, 'random_crop', '[height, width, channels]')
      const [height, width] = [args['height'] as number, args['width'] as number]
      if (height > input[0] || width > input[1]) {
        throw new ShapeError(
          `"random_crop" cannot cut ${formatShape([height, width])} out of ${formatShape(input.slice(0, 2))}. ` +
            'Put a "zero_padding2d" before it.',
        )
      }
      return { outputShape: [height, width, input[2]], parameters: 0, flops: 0 }
    },
  },
]
