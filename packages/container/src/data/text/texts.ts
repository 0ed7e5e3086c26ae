/** Data whose examples are texts: read as they are, and made numbers by the model's first layer. */

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader } from '../channels/channel-reader.js'

/** The rows of texts and what they are. */
export interface Texts extends Pick<ChannelReader, 'task' | 'classNames' | 'targets'> {
  readonly text: (row: number) => string
}

/** Returns a reader over texts: each example is one, and has no shape before it is made numbers. */
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
