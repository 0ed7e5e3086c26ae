/**
 * Folders of classes that hold nothing. No file of theirs would reach a job, and so a model would be trained that has one
 * class fewer than its author believes.
 */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { UserError } from '../../base/failure.js'
import type { FoundFile } from './every-file.js'
import { everyFile, isFolder } from './every-file.js'
import { isExample, isRecordFile } from './file-kinds.js'

/**
 * Checks the files of one channel, or of several; ignores those that are not folders of classes.
 * @throws UserError that names every folder that is empty.
 */
export async function refuseEmptyClasses(files: readonly FoundFile[]): Promise<void> {
  const empty = (await Promise.all(classRoots(files).map(emptyFolders))).flat().sort()
  if (empty.length === 0) return
  const names = empty.map((path) => `"${path}"`).join(', ')
  throw new UserError(
    'empty-class',
    empty.length === 1
      ? `The folder ${names} is empty, and each folder is a class. Put its files there, or remove it.`
      : `The folders ${names} are empty, and each folder is a class. Put their files there, or remove them.`,
  )
}

/** The folders in which those of the classes lie. */
function classRoots(files: readonly FoundFile[]): string[] {
  const rootOf = ({ name, path }: FoundFile): string => path.slice(0, -name.length - 1)
  const roots = new Set(files.filter(({ name }) => name.split('/').length === 2 && isExample(name)).map(rootOf))
  // A file beside the folders that is a table, or records, is what is read instead.
  for (const file of files) if (!file.name.includes('/') && isData(file.name)) roots.delete(rootOf(file))
  return [...roots]
}

function isData(name: string): boolean {
  return isRecordFile(name) || /\.(csv|bin)$|ubyte|-of-\d+$/i.test(name)
}

async function emptyFolders(root: string): Promise<string[]> {
  const empty: string[] = []
  for (const name of (await readdir(root)).filter((one) => !one.startsWith('.'))) {
    const path = join(root, name)
    if ((await isFolder(path)) && (await everyFile(path)).length === 0) empty.push(path)
  }
  return empty
}
