/** Activations as layers of their own. */

import type { ArgumentRule } from '@assay/core'

import { elements } from '../definition/shape.js'
import type { LayerDefinition, LayerFamily } from '../definition/layer-definition.js'
import { activationFlops, activations, initializers } from '../definition/shared-arguments.js'

function elementwise(args: Readonly<Record<string, ArgumentRule>>): LayerDefinition {
  return {
    arguments: args,
    measure: (_args, input) => ({ outputShape: input, flops: elements(input) }),
  }
}

export const activationLayers = {
  activation: {
    arguments: { activation: { type: 'string', values: activations, required: true } },
    measure: (args, input) => ({
      outputShape: input,
      flops: activationFlops(args['activation'], elements(input)),
    }),
  },
  relu: elementwise({ max_value: { type: 'number', minimum: 0 } }),
  leaky_relu: elementwise({ negative_slope: { type: 'number', minimum: 0, default: 0.3 } }),
  elu: elementwise({}),
  softmax: elementwise({}),
  // A slope for each input value, learned. He et al. 2015, https://arxiv.org/abs/1502.01852
  prelu: {
    arguments: { alpha_initializer: { type: 'string', values: initializers, default: 'zeros' } },
    weights: (_args, input) => [input],
    measure: (_args, input) => ({ outputShape: input, flops: elements(input) }),
  },
} satisfies LayerFamily
