/** Makes folders, and reports the true reason if one cannot be made. */

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a folder and its ancestors, if they are missing. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    if (isInTheWay(error)) throw Object.assign(error as Error, { path: await firstFile(path) })
    // On a read-only disk Node answers ENOENT to a recursive call, and EROFS to a plain one.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (dirname(path) !== path) await makeFolder(dirname(path))
    await mkdir(path)
  }
}

function isInTheWay(error: unknown): boolean {
  return ['ENOTDIR', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')
}

/** Returns the file that is in the way. Node's error names the requested folder instead. */
async function firstFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined || dirname(path) === path ? path : firstFile(dirname(path))
}
