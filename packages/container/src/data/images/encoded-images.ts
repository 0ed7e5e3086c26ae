/** Encoded images in records, decoded like those in files. */

import type { ChannelReader } from '../channels/channel-reader.js'
import { checkImages, pixels, shapeOf, sideBySide } from './image-folder.js'

/** Returns a reader of images, all of the first one's size and colors. `nameOf` returns the name of one of `count` rows. */
export async function encodedReader(
  encoded: (row: number) => Uint8Array,
  nameOf: (row: number) => string,
  count: number,
): Promise<Pick<ChannelReader, 'inputShape' | 'read' | 'check'>> {
  const image = (row: number) => ({ source: encoded(row), name: nameOf(row) })
  const inputShape = await shapeOf(image(0))
  const size = inputShape.reduce((product, each) => product * each, 1)
  return {
    inputShape,
    check: () => checkImages(count, image, inputShape),
    read: async (rows) => {
      const values = new Uint8Array(rows.length * size)
      await sideBySide(rows, async (row, position) => values.set(await pixels(image(row), inputShape), position * size))
      return { values, divisor: 255 }
    },
  }
}
