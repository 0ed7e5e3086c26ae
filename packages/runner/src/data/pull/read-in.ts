/** The user's own files, or those of an archive → a folder in the cache's layout, checked by reading all of it. */

import { copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { UserError } from '../../base/failure.js'
import { channelFiles, type ChannelFile } from '../files/channel-files.js'
import { describeAsFound, type Description, type TableDescription } from '../files/describe.js'
import { isRecordFile } from '../files/file-kinds.js'
import { isWorthPacking, packImages } from '../files/pack-images.js'
import { isArchive, unpackArchive } from './unpack-archive.js'
import type { Watcher } from '../files/watcher.js'

/** Files to read, and the folder to read them into. */
export interface Reading extends Watcher {
  readonly from: string
  /** A temporary folder for an archive's files. */
  readonly unpacked: string
  /** The new folder. */
  readonly made: string
  /** The target column, for data that cannot be read without one. */
  readonly target?: string | undefined
}

/**
 * Makes the folder. Returns what is in it.
 * @throws UserError for what cannot be read or is no data, in terms of `from`.
 */
export async function readIn(reading: Reading): Promise<Description | TableDescription> {
  const { from, unpacked } = reading
  const isFile = (await stat(from).catch(() => undefined))?.isFile() ?? false
  try {
    if (!isFile || !isArchive(from)) return await readFiles(from, reading)
    await unpackArchive(from, unpacked, reading)
    return await readFiles(await onlyFolder(unpacked), reading)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.code === 'unreadable-data' && isFile && !hasKnownEnding(from)) throw unknownKind(from, error)
    const way = error.message.includes('needs a "target"') ? ' Say it with "--predict".' : ''
    throw new UserError(error.code, `${error.message.replaceAll(unpacked, from)}${way}`, { cause: error })
  }
}

/** An archive's files often lie in one folder that is named after it. */
async function onlyFolder(folder: string): Promise<string> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const [only] = entries
  return entries.length === 1 && only?.isDirectory() === true && !/^(train|test)$/.test(only.name)
    ? onlyFolder(join(folder, only.name))
    : folder
}

async function readFiles(
  path: string,
  { made, target, signal, tell }: Reading,
): Promise<Description | TableDescription> {
  const files = await channelFiles(path)
  signal.throwIfAborted()
  if (isWorthPacking(files)) {
    // Each image is read on the way.
    await packImages(files, made, { signal, tell })
    return describeAsFound(await channelFiles(made), {}, { signal })
  }
  const found = await describeAsFound(files, { target }, { signal })
  await copyFiles(files, made, { signal, tell })
  return found
}

async function copyFiles(files: readonly ChannelFile[], made: string, { signal, tell }: Watcher): Promise<void> {
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted()
    tell({ what: 'Copying', done: index, total: files.length, unit: 'files' })
    const path = join(made, file.channel, file.name)
    await mkdir(dirname(path), { recursive: true })
    await copyFile(file.path, path)
  }
}

function hasKnownEnding(path: string): boolean {
  return isArchive(path) || isRecordFile(path) || /\.csv(-\d+-of-\d+)?$/i.test(path)
}

function unknownKind(path: string, cause: UserError): UserError {
  return new UserError(
    'unknown-kind',
    `"${path}" is no data that can be read. Expected a folder, a table (.csv), a file of TFRecord's or ` +
      "RecordIO-protobuf's records, or an archive of such (.tar, .tar.gz, .tgz).",
    { cause },
  )
}
