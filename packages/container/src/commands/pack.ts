/** `pack`: decodes a set's images once, so that jobs read a few files instead of many thousands. */

import { parseArgs } from 'node:util'

import { packImageFolders } from '../data/pack-images.js'
import { JobFailure } from '../base/job-failure.js'
import type { Log } from '../base/log.js'

/**
 * Packs images and prints its progress. Returns 0; or 1 after reporting what is wrong with the images; or 2 for a wrong
 * command line.
 */
export async function packCommand(args: readonly string[], log: Log, logError: Log): Promise<0 | 1 | 2> {
  let folders: Parameters<typeof packImageFolders>[0]
  try {
    folders = readFolders(args)
  } catch (error) {
    logError((error as Error).message)
    return 2
  }
  try {
    await packImageFolders(folders, (packed, of) => log(JSON.stringify({ packed, of })))
    return 0
  } catch (error) {
    if (!(error instanceof JobFailure) && (error as { code?: unknown }).code !== 'ENOENT') throw error
    logError((error as Error).message)
    return 1
  }
}

function readFolders(args: readonly string[]): Parameters<typeof packImageFolders>[0] {
  const path = { type: 'string' } as const
  const options = { train: path, validation: path, test: path, out: path }
  const { train, validation, test, out } = parseArgs({ args: [...args], options }).values
  if (train === undefined || out === undefined) {
    throw new Error('"pack" needs "--train" with the folder of the images, and "--out" with that of the packed files.')
  }
  return { train, out, ...(validation === undefined ? {} : { validation }), ...(test === undefined ? {} : { test }) }
}
