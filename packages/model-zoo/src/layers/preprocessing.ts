/** Linear changes to the input, without training. */

import type { LayerFamily } from '../definition/layer-definition.js'
import { elements, lastAxis, ShapeError } from '../definition/shape.js'

export const preprocessingLayers = {
  rescaling: {
    arguments: { scale: { type: 'number', required: true }, offset: { type: 'number', default: 0 } },
    keras: 'Rescaling',
    measure: (_args, input) => ({ outputShape: input, flops: 2 * elements(input) }),
  },
  // Without arguments, takes the mean and variance of each feature (the last axis) from the training data.
  normalization: {
    arguments: { mean: { type: 'number' }, variance: { type: 'number', minimum: 1e-12 } },
    keras: ({ mean, variance }, { weights }) => ({
      className: 'Normalization',
      config:
        weights.length === 0
          ? { axis: null, mean, variance }
          : { axis: -1, mean: [...(weights[0] ?? [])], variance: [...(weights[1] ?? [])] },
    }),
    kerasFolders: [],
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
