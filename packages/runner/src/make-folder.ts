/** Folders, with the true reason where one cannot be made. */

import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a folder and those above it; one that is there is fine. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    // On a read-only disk Node answers ENOENT to a recursive call, and EROFS to a plain one.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (dirname(path) !== path) await makeFolder(dirname(path))
    await mkdir(path)
  }
}
