/** S3 objects → files on this machine. Planning reads the data itself, so it is fetched once. */

import { createWriteStream, existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { placeAtomically } from '../base/atomic-file.js'
import { UserError } from '../base/failure.js'
import { makeFolder } from '../base/make-folder.js'
import type { StoredObject, Storage } from '../sagemaker/storage/storage.js'
import { everyFile, type FoundFile } from './files/every-file.js'

/** The objects at an S3 URI. */
export interface S3Files {
  /** As requests name it: one object, or a prefix that ends with a slash. */
  readonly uri: string
  readonly files: readonly FoundFile[]
}

/** The maximum to fetch for a plan. */
const mostBytes = 20 * 2 ** 30

/** Concurrent downloads. */
const sideBySide = 4

/**
 * Returns the objects at a URI as files of the cache; fetches them if they have changed or are missing.
 * @throws UserError if there are none, or too many to look into.
 */
export async function s3Files(written: string, storage: Storage, cacheFolder: string): Promise<S3Files> {
  const { uri, objects } = await find(written, storage)
  const bytes = objects.reduce((total, { size }) => total + size, 0)
  if (bytes > mostBytes) {
    const message = `"${written}" holds ${Math.round(bytes / 2 ** 30)} GiB; at most ${mostBytes / 2 ** 30} GiB are fetched to be looked into.`
    throw new UserError('data-too-large', message)
  }
  const listing = JSON.stringify(objects.map((object) => [object.uri, object.size, object.version]))
  const folder = join(cacheFolder, 's3', createHash('sha256').update(listing).digest('hex').slice(0, 32))
  if (!existsSync(folder)) await placeAtomically(folder, (part) => fetchAll(objects, prefixOf(uri), storage, part))
  return { uri, files: await everyFile(folder) }
}

async function find(
  written: string,
  storage: Storage,
): Promise<{ readonly uri: string; readonly objects: readonly StoredObject[] }> {
  const all = await storage.objects(written)
  const exact = all.filter(({ uri }) => uri === written && !uri.endsWith('/'))
  if (exact.length > 0) return { uri: written, objects: exact }
  const folder = written.endsWith('/') ? written : `${written}/`
  const objects = all.filter(({ uri }) => uri.startsWith(folder) && !uri.endsWith('/'))
  if (objects.length > 0) return { uri: folder, objects }
  const below =
    written === folder
      ? `There is no object below "${folder}".`
      : `There is no object "${written}", and none below "${folder}".`
  throw new UserError('no-such-data', below)
}

/** Returns the prefix that file names leave out. */
function prefixOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}

async function fetchAll(
  objects: readonly StoredObject[],
  prefix: string,
  storage: Storage,
  folder: string,
): Promise<void> {
  for (let start = 0; start < objects.length; start += sideBySide) {
    await Promise.all(
      objects
        .slice(start, start + sideBySide)
        .map(({ uri }) => fetchOne(uri, uri.slice(prefix.length), storage, folder)),
    )
  }
}

async function fetchOne(uri: string, name: string, storage: Storage, folder: string): Promise<void> {
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw new UserError('bad-object', `The object "${uri}" has a name that is no path of a file.`)
  }
  const stream = await storage.get(uri)
  if (stream === undefined) throw new UserError('data-changed', `The object "${uri}" is gone. Run again.`)
  const path = join(folder, name)
  await makeFolder(dirname(path))
  await pipeline(stream, createWriteStream(path))
}

/** Whether a path is an S3 URI. */
export function isS3(path: string): boolean {
  return path.startsWith('s3://')
}
