/** Texts as files in folders named after their classes: `<class>/*.txt`, as the IMDB reviews come. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { JobFailure } from '../job-failure.js'
import type { ChannelReader } from './channel-reader.js'
import { textReader } from './texts.js'

/** Whether a folder holds folders of texts. */
export function isTextFolder(folder: string): boolean {
  return classFolders(folder).some((name) => textsIn(join(folder, name)).length > 0)
}

/**
 * Opens a folder of classes.
 * @throws JobFailure for a class that training does not have, one without texts, and a file that is not UTF-8.
 */
export function openTextFolder(folder: string, trainClasses?: readonly string[]): ChannelReader {
  const found = classFolders(folder)
  const classNames = trainClasses ?? found
  const unknown = found.find((name) => !classNames.includes(name))
  if (unknown !== undefined)
    throw new JobFailure(`The folder "${join(folder, unknown)}" is no class of the training channel.`)
  const empty = found.find((name) => textsIn(join(folder, name)).length === 0)
  if (empty !== undefined)
    throw new JobFailure(`The folder "${join(folder, empty)}" has no texts; each folder is a class.`)
  const files = found.flatMap((name) =>
    textsIn(join(folder, name)).map((file) => ({ path: join(folder, name, file), target: classNames.indexOf(name) })),
  )
  if (files.length === 0) throw new JobFailure(`The folder "${folder}" has no texts in folders of classes.`)
  const targets = Float64Array.from(files, ({ target }) => target)
  return textReader({ task: 'classification', classNames, targets, text: (row) => readText(files[row].path) })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function readText(path: string): string {
  try {
    return utf8.decode(readFileSync(path))
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error
    throw new JobFailure(`The file "${path}" is not UTF-8.`, { cause: error })
  }
}

function classFolders(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory())
    .sort()
}

function textsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /\.txt$/i.test(file) && !file.startsWith('.'))
    .sort()
}
