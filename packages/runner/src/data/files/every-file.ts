/** A folder → every file in it, with its size and time of change. */

import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { UserError } from '../../base/failure.js'

/** A file that is in no channel yet. */
export interface FoundFile {
  /** Its path below the folder, with `/`. */
  readonly name: string
  /** Its absolute path. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
}

/** Returns a file, or every file of a folder, sorted; hidden ones are left out. */
export async function everyFile(path: string): Promise<readonly FoundFile[]> {
  const found = await look(path)
  if (!found.isDirectory) return [found.file(basename(path))]
  return (await walk(path, '', 0)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Whether a path is a folder, or a link to one. @throws UserError if there is nothing. */
export async function isFolder(path: string): Promise<boolean> {
  return (await look(path)).isDirectory
}

async function look(
  path: string,
): Promise<{ readonly isDirectory: boolean; readonly file: (name: string) => FoundFile }> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
    throw new UserError('no-such-data', `There is no file or folder "${path}".`, { cause: error })
  })
  return {
    isDirectory: found.isDirectory(),
    file: (name) => ({ name, path, size: found.size, modified: found.mtimeMs }),
  }
}

/** Deeper than this, a folder is a link to one of its ancestors. */
const maximumDepth = 12

/** Entries looked at at the same time. */
const sideBySide = 16

async function walk(folder: string, prefix: string, depth: number): Promise<FoundFile[]> {
  if (depth > maximumDepth)
    throw new UserError('data-too-deep', `"${folder}" lies more than ${maximumDepth} folders deep.`)
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const found: FoundFile[] = []
  for (let start = 0; start < entries.length; start += sideBySide) {
    const some = entries.slice(start, start + sideBySide)
    found.push(...(await Promise.all(some.map((entry) => walkEntry(folder, prefix, entry, depth)))).flat())
  }
  return found
}

async function walkEntry(folder: string, prefix: string, entry: Dirent, depth: number): Promise<FoundFile[]> {
  const path = join(folder, entry.name)
  const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`
  const { isDirectory, file } = await look(path)
  return isDirectory ? walk(path, name, depth + 1) : [file(name)]
}
