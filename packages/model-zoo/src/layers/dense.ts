/** The fully connected layer. */

import type { LayerFamily } from '../definition/layer-definition.js'
import { elements, lastAxis, ShapeError } from '../definition/shape.js'
import {
  activation,
  activationFlops,
  biasInitializer,
  biasShape,
  count,
  kernelInitializer,
  regularizer,
  useBias,
} from '../definition/shared-arguments.js'

export const denseLayers = {
  dense: {
    arguments: {
      units: count,
      activation,
      use_bias: useBias,
      kernel_initializer: kernelInitializer,
      bias_initializer: biasInitializer,
      kernel_regularizer: regularizer,
      bias_regularizer: regularizer,
    },
    keras: 'Dense',
    weights: (args, input) => {
      const units = args['units'] as number
      return [[lastAxis(input), units], ...biasShape(args, units)]
    },
    measure(args, input) {
      if (input.length === 0) throw new ShapeError('"dense" needs at least one input feature.')
      const units = args['units'] as number
      const features = lastAxis(input)
      const outputShape = [...input.slice(0, -1), units]
      const outputs = elements(outputShape)
      const bias = args['use_bias'] ? 1 : 0
      return {
        outputShape,
        flops: 2 * features * outputs + bias * outputs + activationFlops(args['activation'], outputs),
      }
    },
  },
} satisfies LayerFamily
