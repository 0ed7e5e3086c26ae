/** The local target's object store: a folder. */

import { constants, createReadStream } from 'node:fs'
import { access, copyFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'

import { placeAtomically } from '../../base/atomic-file.js'
import { splitUri, type Storage } from './storage.js'

/** Returns the store in which `s3://bucket/key` is the file `<folder>/bucket/key`. */
export function folderStorage(folder: string): Storage {
  // No bucket has this name: half an object is nowhere to be seen.
  const parts = join(folder, '.parts')
  const pathOf = (uri: string): string => inside(folder, uri)
  return {
    // A copy, not a hard link: the user may edit the file, and an object never changes. If the file system can, no
    // block is copied.
    putFile: (uri, path) =>
      placeAtomically(pathOf(uri), (part) => copyFile(path, part, constants.COPYFILE_FICLONE), parts),
    putText: (uri, text) => placeAtomically(pathOf(uri), (part) => writeFile(part, text), parts),
    exists: (uri) => isThere(pathOf(uri)),
    get: async (uri) => ((await isThere(pathOf(uri))) ? createReadStream(pathOf(uri)) : undefined),
    list: (prefix) => list(folder, prefix),
    objects: async (prefix) =>
      Promise.all(
        (await list(folder, prefix)).map(async (uri) => {
          const { size, mtimeMs } = await stat(pathOf(uri))
          return { uri, size, version: String(mtimeMs) }
        }),
      ),
  }
}

/** Returns the file of an object. Refuses keys such as `../x` that would leave the folder. */
function inside(folder: string, uri: string): string {
  const { bucket, key } = splitUri(uri)
  const path = resolve(folder, bucket, key)
  if (!path.startsWith(resolve(folder, bucket) + sep)) throw new RangeError(`"${uri}" leaves its bucket.`)
  return path
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function list(folder: string, prefix: string): Promise<readonly string[]> {
  const { bucket, key } = splitUri(prefix)
  const parent = key.slice(0, key.lastIndexOf('/') + 1)
  const root = join(folder, bucket, parent)
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, bucket).length + 1))
    .map((path) => `s3://${bucket}/${path.split(sep).join('/')}`)
    .filter((uri) => uri.startsWith(prefix))
    .sort()
}
