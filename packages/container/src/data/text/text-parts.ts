/** The parts of a data set of texts, numbered by the model's first layer, which learns from the training rows. */

import type { ResolvedLayer } from '@assay/core'

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader } from '../channels/channel-reader.js'
import type { Part } from '../parts/part.js'
import type { Parts } from '../parts/split.js'
import { learnVocabulary, vectorize } from './text-vectorization.js'
import type { TextVectorization } from './text-vectorization.js'

/**
 * Returns the parts as token numbers, with the layer's vocabulary.
 * @throws JobFailure if the model does not begin with the layer that reads texts.
 */
export function readTexts(
  channels: Readonly<Record<keyof Parts, ChannelReader>>,
  rows: Parts,
  [first, next]: readonly ResolvedLayer[],
): { readonly parts: Readonly<Record<keyof Parts, Part>>; readonly text: TextVectorization } {
  if ((first as ResolvedLayer | undefined)?.type !== 'text_vectorization') {
    throw new JobFailure('The data are texts: the first layer of the model must be "text_vectorization".')
  }
  const text = learnVocabulary(first, channels.train.texts?.(rows.train) ?? [])
  requireFitting(text, next)
  const part = (channel: ChannelReader, indexes: Int32Array): Part => ({
    rows: indexes.length,
    features: { values: vectorize(text, channel.texts?.(indexes) ?? []), divisor: 1 },
    width: text.width,
    inputShape: [text.width],
    targets: Float64Array.from(indexes, (index) => channel.targets[index]),
    indexes,
  })
  return {
    text,
    parts: {
      train: part(channels.train, rows.train),
      validation: part(channels.validation, rows.validation),
      test: part(channels.test, rows.test),
    },
  }
}

/** TensorFlow.js silently reads beyond the end of an embedding's table. */
function requireFitting({ vocabulary }: TextVectorization, next: ResolvedLayer | undefined): void {
  const rows = next?.type === 'embedding' ? Number(next.args['input_dim']) : Infinity
  if (vocabulary.length + 2 <= rows) return
  throw new JobFailure(
    `The training rows have ${vocabulary.length} tokens, ${vocabulary.length + 2} with padding and unknown ones; the layer ` +
      `"${next?.id ?? ''}" has room for ${rows}. Give "text_vectorization" that number as "max_tokens".`,
  )
}
