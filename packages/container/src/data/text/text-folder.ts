/** Text files in folders named after their classes: `<class>/*.txt`, like the IMDB reviews. */

import { readFileSync } from 'node:fs'

import { JobFailure } from '../../base/job-failure.js'
import type { ChannelReader } from '../channels/channel-reader.js'
import { hasClassFolders, readClassFolders } from '../channels/class-folders.js'
import { textReader } from './texts.js'

const texts = { extensions: /\.txt$/i, plural: 'texts' }

/** Returns whether a folder has folders of texts. */
export function isTextFolder(folder: string): boolean {
  return hasClassFolders(folder, texts)
}

/**
 * Opens a folder of classes.
 * @throws JobFailure for a class that is not in training, a class without texts, and a file that is not UTF-8.
 */
export function openTextFolder(folder: string, trainClasses?: readonly string[]): ChannelReader {
  const { classNames, paths, targets } = readClassFolders(folder, texts, trainClasses)
  const text = (row: number): string => readText(paths[row])
  return {
    ...textReader({ task: 'classification', classNames, targets, text }),
    check: async () => paths.forEach((path) => void readText(path)),
  }
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
