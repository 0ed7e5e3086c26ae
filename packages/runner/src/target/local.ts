/** The local endpoint of a folder: the only file that knows the emulator. */

import { statfs } from 'node:fs/promises'

import { attachOrStart, EndpointRunningError, findEndpoint, startEmulator } from '@assay/emulator'

import { ServiceError, UserError } from '../base/failure.js'
import { makeStateFolder, type StateFolder } from './state-folder.js'
import { trainerImage } from './target.js'
import { trainerCommand } from './trainer-program.js'

/** The program that runs in place of our trainer's image, with the folder of the native backend. */
function imagesWith(nativeFolder: string | undefined) {
  const env = nativeFolder === undefined ? {} : { env: { ASSAY_NATIVE: nativeFolder } }
  return { [trainerImage]: { command: trainerCommand(), ...env } }
}

/** Finds the folder's running endpoint, or starts it, and returns its URL. */
export async function attach(folder: StateFolder, nativeFolder?: string): Promise<string> {
  await makeStateFolder(folder)
  await checkSpace(folder)
  try {
    const { url } = await attachOrStart(folder.path, { images: imagesWith(nativeFolder) })
    return url
  } catch (error) {
    if (isOfTheDisk(error)) throw error
    throw new ServiceError('endpoint-not-started', (error as Error).message, { cause: error })
  }
}

/** Returns the URL of the folder's endpoint, or undefined if none runs. */
export async function find(folder: StateFolder): Promise<string | undefined> {
  return findEndpoint(folder.path)
}

/** Runs the folder's endpoint in this process, for any client. */
export async function serve(
  folder: StateFolder,
  { nativeFolder, ...options }: { readonly port?: number; readonly nativeFolder?: string },
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  await makeStateFolder(folder)
  try {
    return await startEmulator({ folder: folder.path, images: imagesWith(nativeFolder), ...options })
  } catch (error) {
    if (error instanceof EndpointRunningError) throw new UserError('endpoint-runs', error.message, { cause: error })
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new UserError('port-taken', `The port ${options.port ?? 0} is taken; choose another one with "--port".`)
    }
    throw error
  }
}

/** With less than this, in bytes, jobs would wait for space instead of running. */
const leastSpace = 20e6

async function checkSpace({ path }: StateFolder): Promise<void> {
  const { bavail, bsize } = await statfs(path)
  if (bavail * bsize >= leastSpace) return
  throw new UserError(
    'disk-full',
    `There are ${((bavail * bsize) / 1e6).toFixed(1)} MB left on the disk of "${path}"; local jobs need at least ${leastSpace / 1e6} MB.`,
  )
}

function isOfTheDisk(error: unknown): boolean {
  return /^(ENOSPC|EROFS|EACCES|EPERM|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? '')
}
