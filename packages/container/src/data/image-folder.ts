/** Images as files in folders named after their classes: `<class>/*.jpg`. The only file that imports sharp. */

import sharp from 'sharp'

import { JobFailure } from '../job-failure.js'
import type { ChannelReader } from './channel-reader.js'
import { hasClassFolders, readClassFolders } from './class-folders.js'

const images = { extensions: /\.(jpe?g|png|webp)$/i, plural: 'images' }

/** Whether a folder holds folders of images. */
export function isImageFolder(folder: string): boolean {
  return hasClassFolders(folder, images)
}

/**
 * Opens a folder of classes. Every image must be of the first one's size; colours follow the first one too.
 * @throws JobFailure for an image that cannot be read or differs in size, naming it.
 */
export async function openImageFolder(folder: string, trainClasses?: readonly string[]): Promise<ChannelReader> {
  const { classNames, paths, targets } = readClassFolders(folder, images, trainClasses)
  const inputShape = await shapeOf(fileOf(paths[0]))
  const bytesPerRow = inputShape.reduce((product, each) => product * each, 1)
  return {
    task: 'classification',
    inputShape,
    classNames,
    targets,
    read: async (rows) => {
      const values = new Uint8Array(rows.length * bytesPerRow)
      await sideBySide(rows, async (row, position) => {
        values.set(await pixels(fileOf(paths[row]), inputShape), position * bytesPerRow)
      })
      return { values, divisor: 255 }
    },
  }
}

/** Images decoded at the same time: by sharp's own threads, a thread an image. */
const decoders = 16

sharp.concurrency(1)

/** Does the same for all rows, a few at a time; the first failure ends it. */
export async function sideBySide(
  rows: Int32Array,
  work: (row: number, position: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < rows.length) {
      const position = next++
      await work(rows[position], position)
    }
  }
  try {
    await Promise.all(Array.from({ length: decoders }, worker))
  } finally {
    next = rows.length
  }
}

/** An image: the path of its file, or its encoded bytes; `name` is what messages call it. */
export interface ImageSource {
  readonly source: string | Uint8Array
  readonly name: string
}

const fileOf = (path: string): ImageSource => ({ source: path, name: path })

/** Returns an image's height, width and colours. */
export async function shapeOf({ source, name }: ImageSource): Promise<[number, number, number]> {
  const { width, height, channels } = await decoded(name, () => sharp(source).metadata())
  return [height, width, channels <= 2 ? 1 : 3]
}

/** Returns an image's pixels. @throws JobFailure where it is of another size. */
export async function pixels(
  { source, name }: ImageSource,
  [height, width, channels]: readonly number[],
): Promise<Uint8Array> {
  const { data, info } = await decoded(name, () =>
    sharp(source)
      .removeAlpha()
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer({ resolveWithObject: true }),
  )
  if (info.height === height && info.width === width && info.channels === channels) return data
  throw new JobFailure(
    `The image "${name}" is ${info.height}×${info.width}; the first one is ${height}×${width}, and all must be of one size.`,
  )
}

async function decoded<Result>(path: string, decode: () => Promise<Result>): Promise<Result> {
  try {
    return await decode()
  } catch (error) {
    throw new JobFailure(`The image "${path}" cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}

/** Writes the pixels of an image as a PNG file, made smaller where a side is longer than `longest`. */
export async function writePng(
  pixels: Uint8Array,
  [height, width, channels]: readonly number[],
  longest: number,
  file: string,
): Promise<void> {
  await sharp(pixels, { raw: { width, height, channels: channels === 1 ? 1 : 3 } })
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .png()
    .toFile(file)
}
