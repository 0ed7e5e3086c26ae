/** Files that exist whole or not at all, whenever the process ends. */

import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { makeFolder } from './make-folder.js'

/** Writes a file beside its place and moves it there; makes the folder if needed. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await placeAtomically(path, (temporary) => writeFile(temporary, content))
}

/**
 * Lets `make` create a file (or a folder) under a temporary name and moves it to `path`; leaves nothing behind on
 * failure. A killed process leaves its file in `temporaryFolder`, which must be on the same disk.
 */
export async function placeAtomically(
  path: string,
  make: (temporary: string) => Promise<unknown>,
  temporaryFolder = dirname(path),
): Promise<void> {
  await makeFolder(dirname(path))
  await makeFolder(temporaryFolder)
  const temporary = join(temporaryFolder, `${basename(path)}.${randomUUID().slice(0, 8)}.part`)
  try {
    await make(temporary)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true, recursive: true })
  }
}
