/** Data whose examples are texts: read as they are, and numbered by the model's first layer. */

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader } from '../channels/channel-reader.js'

/** Texts with their targets. */
export interface Texts extends Pick<ChannelReader, 'task' | 'classNames' | 'targets'> {
  readonly text: (row: number) => string
}

/** Returns a reader of texts. Each example is a text, which has no shape before it is numbered. */
export function textReader({ text, ...rest }: Texts): ChannelReader {
  return {
    ...rest,
    inputShape: [],
    texts: (rows) => Array.from(rows, text),
    read: () => {
      throw new JobFailure('The data are texts: the first layer of the model must be "text_vectorization".')
    },
  }
}
