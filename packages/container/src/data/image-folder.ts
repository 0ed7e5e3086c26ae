/** Images as files in folders named after their classes: `<class>/*.jpg`. The only file that imports sharp. */

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import sharp from 'sharp'

import { JobFailure } from '../job-failure.js'
import type { ChannelReader } from './channel-reader.js'

const extensions = /\.(jpe?g|png|webp)$/i

/** Whether a folder holds folders of images. */
export function isImageFolder(folder: string): boolean {
  return classFolders(folder).some((name) => imagesIn(join(folder, name)).length > 0)
}

/**
 * Opens a folder of classes. Every image must be of the first one's size; colours follow the first one too.
 * @throws JobFailure for an image that cannot be read or differs in size, naming it.
 */
export async function openImageFolder(folder: string, trainClasses?: readonly string[]): Promise<ChannelReader> {
  const found = classFolders(folder)
  const classNames = trainClasses ?? found
  const unknown = found.find((name) => !classNames.includes(name))
  if (unknown !== undefined)
    throw new JobFailure(`The folder "${join(folder, unknown)}" is no class of the training channel.`)
  const empty = found.find((name) => imagesIn(join(folder, name)).length === 0)
  if (empty !== undefined)
    throw new JobFailure(`The folder "${join(folder, empty)}" has no images; each folder is a class.`)
  const files = found.flatMap((name) =>
    imagesIn(join(folder, name)).map((file) => ({ path: join(folder, name, file), target: classNames.indexOf(name) })),
  )
  if (files.length === 0) throw new JobFailure(`The folder "${folder}" has no images in folders of classes.`)
  const inputShape = await shapeOf(fileOf(files[0].path))
  const bytesPerRow = inputShape.reduce((product, each) => product * each, 1)
  return {
    task: 'classification',
    inputShape,
    classNames,
    targets: Float64Array.from(files, ({ target }) => target),
    read: async (rows) => {
      const values = new Uint8Array(rows.length * bytesPerRow)
      await sideBySide(rows, async (row, position) => {
        values.set(await pixels(fileOf(files[row].path), inputShape), position * bytesPerRow)
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

function classFolders(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory())
    .sort()
}

function imagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => extensions.test(file) && !file.startsWith('.'))
    .sort()
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
