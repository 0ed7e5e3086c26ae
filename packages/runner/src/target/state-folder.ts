/** The folder `.assay/` of the local target, and the place of everything in it. */

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolder } from '../base/make-folder.js'

/** The places in one `.assay/` folder. */
export interface StateFolder {
  readonly path: string
  /** The local object store: `s3://bucket/key` is `<s3>/bucket/key`. */
  readonly s3: string
  readonly images: string
  readonly cache: string
  readonly reports: string
  /** The log of one job. */
  readonly log: (jobName: string) => string
}

/** Returns the places of the `.assay/` in `workingFolder`; nothing is made. */
export function stateFolder(workingFolder: string): StateFolder {
  const path = join(workingFolder, '.assay')
  return {
    path,
    s3: join(path, 's3'),
    images: join(path, 'images.json'),
    cache: join(path, 'cache'),
    reports: join(path, 'reports'),
    log: (jobName) => join(path, 'logs', `${jobName}.log`),
  }
}

/** Whether jobs may have been run from here before; a cache or a report alone is no sign of them. */
export function hasJobs(folder: StateFolder): boolean {
  return existsSync(folder.images)
}

/** Makes the folder, with a `.gitignore` of its own so that git never sees it. */
export async function makeStateFolder(folder: StateFolder): Promise<void> {
  await makeFolder(folder.path)
  await writeFile(join(folder.path, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
