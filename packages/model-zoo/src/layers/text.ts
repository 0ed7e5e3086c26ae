/** Texts → numbers. The container learns the words from the training rows and does this before there are tensors. */

import type { LayerFamily } from '../definition/layer-definition.js'
import { formatShape, ShapeError } from '../definition/shape.js'

export const textLayers = {
  // The first layer of a model over texts. 0 is padding and 1 an unknown token; in counts, 0 is an unknown token.
  text_vectorization: {
    arguments: {
      max_tokens: { type: 'integer', minimum: 3 },
      standardize: {
        type: 'string',
        values: ['lower_and_strip_punctuation', 'lower', 'strip_punctuation', 'none'],
        default: 'lower_and_strip_punctuation',
      },
      split: { type: 'string', values: ['whitespace', 'character'], default: 'whitespace' },
      output_mode: { type: 'string', values: ['int', 'multi_hot', 'count'], default: 'int' },
      output_sequence_length: { type: 'integer', minimum: 1 },
    },
    measure(args, input) {
      if (input.length > 0) {
        throw new ShapeError(
          `"text_vectorization" reads texts: it must be the first layer, and the data texts, but it gets ${formatShape(input)}.`,
        )
      }
      const [name, other] =
        args['output_mode'] === 'int'
          ? (['output_sequence_length', 'max_tokens'] as const)
          : (['max_tokens', 'output_sequence_length'] as const)
      const size = args[name] as number | undefined
      if (size === undefined) {
        throw new ShapeError(
          `"text_vectorization" needs "${name}" if "output_mode" is "${String(args['output_mode'])}".`,
        )
      }
      if (other === 'output_sequence_length' && args[other] !== undefined) {
        throw new ShapeError(`"text_vectorization" takes "output_sequence_length" only if "output_mode" is "int".`)
      }
      return { outputShape: [size], flops: 0 }
    },
  },
} satisfies LayerFamily
