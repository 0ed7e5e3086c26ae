/** Some files of a `.tar.gz` in the object store. */

import { readArchive } from '../sagemaker/storage/read-archive.js'
import type { Storage } from '../sagemaker/storage/storage.js'

/**
 * Returns the wanted files by name; undefined if the archive is missing or damaged.
 */
export async function readMembers(
  uri: string,
  wanted: readonly string[],
  storage: Storage,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const found = new Map<string, Buffer>()
  const reader = {
    largest: (path: string) => (wanted.includes(path) ? Infinity : -1),
    take: (path: string, content: Buffer) => void found.set(path, content),
  }
  return (await readArchive(uri, storage, reader)) ? found : undefined
}
