/** Linear changes to the input that are not trained. */

import { elements, lastAxis, ShapeError } from '../definition/shape.js'
import type { LayerFamily } from '../definition/layer-definition.js'

export const preprocessingLayers = {
  rescaling: {
    arguments: { scale: { type: 'number', required: true }, offset: { type: 'number', default: 0 } },
    measure: (_args, input) => ({ outputShape: input, flops: 2 * elements(input) }),
  },
  // Without arguments, mean and variance of each feature (the last axis) are those of the training data.
  normalization: {
    arguments: { mean: { type: 'number' }, variance: { type: 'number', minimum: 1e-12 } },
    statistics: (args, input) => (args['mean'] === undefined ? [[lastAxis(input)], [lastAxis(input)]] : []),
    measure(args, input) {
      if ((args['mean'] === undefined) !== (args['variance'] === undefined)) {
        throw new ShapeError('"normalization" needs "mean" and "variance", or neither of them.')
      }
      if (args['mean'] === undefined && input.length === 0) {
        throw new ShapeError('"normalization" needs at least one input feature.')
      }
      return { outputShape: input, flops: 2 * elements(input) }
    },
  },
} satisfies LayerFamily
