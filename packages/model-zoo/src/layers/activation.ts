/** Activations as layers of their own. */

import type { LayerDefinition, LayerFamily } from '../definition/layer-definition.js'
import { elements } from '../definition/shape.js'
import { activationFlops, activations, initializers } from '../definition/shared-arguments.js'

function elementwise(keras: string, args: LayerDefinition['arguments']): LayerDefinition {
  return {
    arguments: args,
    keras,
    measure: (_args, input) => ({ outputShape: input, flops: elements(input) }),
  }
}

export const activationLayers = {
  activation: {
    arguments: { activation: { type: 'string', values: activations, required: true } },
    keras: 'Activation',
    measure: (args, input) => ({
      outputShape: input,
      flops: activationFlops(args['activation'], elements(input)),
    }),
  },
  relu: elementwise('ReLU', { max_value: { type: 'number', minimum: 0 } }),
  leaky_relu: elementwise('LeakyReLU', { negative_slope: { type: 'number', minimum: 0, default: 0.3 } }),
  elu: elementwise('ELU', {}),
  softmax: elementwise('Softmax', {}),
  // Learns a slope for each input value. He et al. 2015, https://arxiv.org/abs/1502.01852
  prelu: {
    arguments: { alpha_initializer: { type: 'string', values: initializers, default: 'zeros' } },
    keras: 'PReLU',
    weights: (_args, input) => [input],
    measure: (_args, input) => ({ outputShape: input, flops: elements(input) }),
  },
} satisfies LayerFamily
