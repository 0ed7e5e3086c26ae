/** A table that turns whole numbers, such as those of words, into vectors. */

import type { LayerFamily } from '../definition/layer-definition.js'
import { requireRank } from '../definition/shape.js'
import { count, initializers, regularizer } from '../definition/shared-arguments.js'

export const embeddingLayers = {
  embedding: {
    arguments: {
      // The largest number plus 1.
      input_dim: count,
      output_dim: count,
      embeddings_initializer: { type: 'string', values: initializers, default: 'random_uniform' },
      embeddings_regularizer: regularizer,
    },
    keras: 'Embedding',
    weights: (args) => [[args['input_dim'] as number, args['output_dim'] as number]],
    measure(args, input) {
      requireRank(input, 1, 'embedding', '[length]')
      return { outputShape: [input[0], args['output_dim'] as number], flops: 0 }
    },
  },
} satisfies LayerFamily
