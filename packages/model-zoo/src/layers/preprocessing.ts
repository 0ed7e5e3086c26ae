/** Fixed linear changes to the input. */

import { elements } from '../layer-definition.js'
import type { LayerDefinition } from '../layer-definition.js'

export const preprocessingLayers: readonly LayerDefinition[] = [
  {
    name: 'rescaling',
    arguments: { scale: { type: 'number', required: true }, offset: { type: 'number', default: 0 } },
    measure: (_args, input) => ({ outputShape: input, parameters: 0, flops: 2 * elements(input) }),
  },
  {
    name: 'normalization',
    arguments: {
      mean: { type: 'number', required: true },
      variance: { type: 'number', minimum: 1e-12, required: true },
    },
    measure: (_args, input) => ({ outputShape: input, parameters: 0, flops: 2 * elements(input) }),
  },
]
