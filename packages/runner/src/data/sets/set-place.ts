/**
 * The folder of a set in the cache, and the room beside it in which it is made anew: by one process at a time, so that a
 * whole set lies in the place whenever that process ends.
 */

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { UserError } from '../../base/failure.js'
import { takeLock } from '../../base/file-lock.js'
import { makeFolder } from '../../base/make-folder.js'

/** Returns the folder that `assay data pull` puts a set in. */
export function cachedSet(name: string, cacheFolder: string): string {
  return join(cacheFolder, 'data', name)
}

/** A folder to make a set in. */
export interface Room {
  /** An empty folder, gone afterwards. */
  readonly path: string
  /** Moves a finished folder of the room to the set's place; what was there before goes. Returns the place. */
  readonly place: (made: string) => Promise<string>
}

/**
 * Lets `work` make a set. Leavings of a process that was killed in it are removed first.
 * @throws UserError if another process is making the same set.
 */
export async function withRoom<Result>(
  name: string,
  cacheFolder: string,
  work: (room: Room) => Promise<Result>,
): Promise<Result> {
  const rooms = join(cacheFolder, 'pulls')
  await makeFolder(rooms)
  const lock = takeLock(join(rooms, `${name}.lock`))
  if (lock === undefined) {
    throw new UserError(
      'pull-runs',
      `Another "assay data pull ${name}" is at work in this cache. Wait until it has ended.`,
    )
  }
  const path = join(rooms, name)
  const folder = cachedSet(name, cacheFolder)
  const before = join(path, 'before')
  try {
    if (existsSync(before) && !existsSync(folder)) await rename(before, folder)
    await clear(path)
    await mkdir(path)
    // Another one each time: a program that a killed process had started may still write into its own.
    return await work({ path: await mkdtemp(join(path, 'room-')), place: (made) => replace(folder, made, before) })
  } finally {
    await clear(path)
    lock.release()
  }
}

/** A folder cannot be moved over one that is there: the old one is moved away first. */
async function replace(folder: string, made: string, before: string): Promise<string> {
  await makeFolder(dirname(folder))
  const isReplaced = existsSync(folder)
  if (isReplaced) await rename(folder, before)
  try {
    await rename(made, folder)
  } catch (error) {
    if (isReplaced) await rename(before, folder)
    throw error
  }
  return folder
}

/** Tries again while canceled work still writes. */
async function clear(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
