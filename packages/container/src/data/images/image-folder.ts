/** Image files in folders named after their classes: `<class>/*.jpg`. The only file that loads sharp. */

import { createRequire } from 'node:module'

import type Sharp from 'sharp'

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader } from '../channels/channel-reader.js'
import { hasClassFolders, readClassFolders } from '../channels/class-folders.js'

const images = { extensions: /\.(jpe?g|png|webp)$/i, plural: 'images' }

/** Returns whether a folder has folders of images. */
export function isImageFolder(folder: string): boolean {
  return hasClassFolders(folder, images)
}

/**
 * Opens a folder of classes. Every image must have the first one's size, and is read in its colors.
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
    check: () => checkImages(paths.length, (row) => fileOf(paths[row]), inputShape),
    read: async (rows) => {
      const values = new Uint8Array(rows.length * bytesPerRow)
      await sideBySide(rows, async (row, position) => {
        values.set(await pixels(fileOf(paths[row]), inputShape), position * bytesPerRow)
      })
      return { values, divisor: 255 }
    },
  }
}

/** Images decoded at the same time, each by one of sharp's threads. */
const decoders = 16

let loaded: typeof Sharp | undefined

/** Loads sharp with the first image: most jobs have none. */
function loadSharp(): typeof Sharp {
  if (loaded !== undefined) return loaded
  loaded = createRequire(import.meta.url)('sharp') as typeof Sharp
  loaded.concurrency(1)
  return loaded
}

/** Processes all rows, a few at a time, and stops at the first failure. */
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

/** Damaged images to name: enough to see what they have in common. */
const mostNamed = 5

/** Decodes every image, and keeps none. @throws JobFailure that names the first unusable ones. */
export async function checkImages(
  count: number,
  imageAt: (row: number) => ImageSource,
  shape: readonly number[],
): Promise<void> {
  const bad: number[] = []
  const rows = Int32Array.from({ length: count }, (_, row) => row)
  await sideBySide(rows, async (row) => {
    if ((await whatIsWrong(imageAt(row), shape)) !== undefined) bad.push(row)
  })
  if (bad.length === 0) return
  bad.sort((one, other) => one - other)
  const said: string[] = []
  // One by one, because the decoder mixes up messages about several at once.
  for (const row of bad.slice(0, mostNamed)) said.push((await whatIsWrong(imageAt(row), shape)) ?? imageAt(row).name)
  const more = bad.length - said.length
  if (more > 0) said.push(`${more.toLocaleString('en-US')} more of ${count.toLocaleString('en-US')} cannot be used.`)
  throw new JobFailure(said.join('\n'))
}

async function whatIsWrong(image: ImageSource, shape: readonly number[]): Promise<string | undefined> {
  try {
    await pixels(image, shape)
    return undefined
  } catch (error) {
    if (error instanceof JobFailure) return error.message
    throw error
  }
}

/** An image: the path of its file, or its encoded bytes. Messages use its `name`. */
export interface ImageSource {
  readonly source: string | Uint8Array
  readonly name: string
}

const fileOf = (path: string): ImageSource => ({ source: path, name: path })

/** Returns an image's height, width and number of colors. */
export async function shapeOf({ source, name }: ImageSource): Promise<[number, number, number]> {
  const sharp = loadSharp()
  const { width, height, channels } = await decoded(name, () => sharp(source).metadata())
  return [height, width, channels <= 2 ? 1 : 3]
}

/** Returns an image's pixels. @throws JobFailure if it has another size. */
export async function pixels(
  { source, name }: ImageSource,
  [height, width, channels]: readonly number[],
): Promise<Uint8Array> {
  const sharp = loadSharp()
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
    throw new JobFailure(`The image "${path}" cannot be read: ${reasonOf(error as Error)}.`, { cause: error })
  }
}

/** Shortens the decoder's message, which names its own parts and settings and repeats itself. */
function reasonOf({ message }: Error): string {
  const [reason = 'it is damaged'] = message.split('\n').filter((line) => line !== '' && !line.includes('failOn'))
  return reason.replaceAll(/\bvips\w*: /gi, '').replace(/[.:\s]+$/, '')
}

/** Writes an image's pixels as a PNG file, scaled down if a side is longer than `longest`. */
export async function writePng(
  pixels: Uint8Array,
  [height, width, channels]: readonly number[],
  longest: number,
  file: string,
): Promise<void> {
  await loadSharp()(pixels, { raw: { width, height, channels: channels === 1 ? 1 : 3 } })
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .png()
    .toFile(file)
}
