/** Folders of images → IDX files with the names of their classes: the same rows in the same order, decoded. */

import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { JobFailure } from '../base/job-failure.js'
import type { ChannelReader } from './channels/channel-reader.js'
import { classNamesFile, idxHeader } from './images/idx.js'
import { openData } from './open.js'

/** Images decoded before they are written: few enough for memory, and enough to keep every decoder busy. */
const rowsAtOnce = 512

/** IDX stores a class in a byte. */
const mostClasses = 256

/** Folders of images, and the folder for the packed files. */
export interface PackedFolders {
  readonly train: string
  readonly validation?: string
  readonly test?: string
  readonly out: string
}

/**
 * Packs a set's channels into `<out>/train`, `<out>/validation` and `<out>/test`, and reports its progress.
 * @throws JobFailure for an image that cannot be read or is of another size, naming it.
 */
export async function packImageFolders(
  { out, ...sources }: PackedFolders,
  tell: (packed: number, of: number) => void = () => undefined,
): Promise<void> {
  const { train, validation, test } = await openData('image-folder', sources)
  if (train.classNames.length > mostClasses) {
    throw new JobFailure(`There are ${train.classNames.length} classes; at most ${mostClasses} can be packed.`)
  }
  const of = [train, validation, test].reduce((sum, channel) => sum + (channel?.targets.length ?? 0), 0)
  let before = 0
  const pack = async (channel: ChannelReader, name: string): Promise<void> => {
    await packChannel(channel, join(out, name), (packed) => tell(before + packed, of))
    before += channel.targets.length
  }
  await pack(train, 'train')
  await writeFile(join(out, 'train', classNamesFile), `${train.classNames.join('\n')}\n`)
  if (validation) await pack(validation, 'validation')
  if (test) await pack(test, 'test')
}

async function packChannel(channel: ChannelReader, folder: string, tell: (packed: number) => void): Promise<void> {
  try {
    await writeChannel(channel, folder, tell)
  } catch (error) {
    // Packing stopped at the first bad image, but there may be more: name them too.
    if (error instanceof JobFailure) await channel.check?.()
    throw error
  }
}

async function writeChannel(
  { targets, inputShape, read }: ChannelReader,
  folder: string,
  tell: (packed: number) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const images = await open(join(folder, 'images-idx4-ubyte'), 'w')
  try {
    await images.writeFile(idxHeader([targets.length, ...inputShape]))
    for (let first = 0; first < targets.length; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, targets.length - first)
      const { values } = await read(Int32Array.from({ length: count }, (_, index) => first + index))
      await images.writeFile(values as Uint8Array)
      tell(first + count)
    }
  } finally {
    await images.close()
  }
  await writeFile(
    join(folder, 'labels-idx1-ubyte'),
    Buffer.concat([idxHeader([targets.length]), Uint8Array.from(targets)]),
  )
}
