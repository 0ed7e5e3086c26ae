/** Files in folders named after their classes: `<class>/*`. */

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { JobFailure } from '../../base/job-failure.js'

/** A kind of files: the endings of their names, and the word for them in messages. */
export interface FileKind {
  readonly extensions: RegExp
  readonly plural: string
}

/** The classes with their files, folder by folder. */
export interface ClassFolders {
  readonly classNames: readonly string[]
  readonly paths: readonly string[]
  /** The number of each file's class. */
  readonly targets: Float64Array
}

/** Returns whether a folder has folders of such files. */
export function hasClassFolders(folder: string, kind: FileKind): boolean {
  return namesOf(folder).some((name) => filesIn(join(folder, name), kind).length > 0)
}

/**
 * Returns the files of a folder of classes. `trainClasses` are the classes of the training channel.
 * @throws JobFailure for a class that is not in training, a class without files, and a folder without classes.
 */
export function readClassFolders(folder: string, kind: FileKind, trainClasses?: readonly string[]): ClassFolders {
  const found = namesOf(folder).map((name) => ({ name, files: filesIn(join(folder, name), kind) }))
  const classNames = trainClasses ?? found.map(({ name }) => name)
  const unknown = found.find(({ name }) => !classNames.includes(name))
  if (unknown !== undefined)
    throw new JobFailure(`The folder "${join(folder, unknown.name)}" is no class of the training channel.`)
  const empty = found.find(({ files }) => files.length === 0)
  if (empty !== undefined)
    throw new JobFailure(`The folder "${join(folder, empty.name)}" has no ${kind.plural}; each folder is a class.`)
  const all = found.flatMap(({ name, files }) => files.map((file) => ({ name, path: join(folder, name, file) })))
  if (all.length === 0) throw new JobFailure(`The folder "${folder}" has no ${kind.plural} in folders of classes.`)
  return {
    classNames,
    paths: all.map(({ path }) => path),
    targets: Float64Array.from(all, ({ name }) => classNames.indexOf(name)),
  }
}

function namesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory())
    .sort()
}

function filesIn(folder: string, { extensions }: FileKind): string[] {
  return readdirSync(folder)
    .filter((file) => extensions.test(file) && !file.startsWith('.'))
    .sort()
}
