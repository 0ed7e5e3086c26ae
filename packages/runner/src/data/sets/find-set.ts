/** A set's name or path → the files on this machine. */

import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { UserError } from '../../base/failure.js'
import { didYouMean } from '../../base/did-you-mean.js'
import { channelFiles, type ChannelFile } from '../files/channel-files.js'
import { type KnownSet, knownSets, setsNotAvailableYet } from './known-sets.js'
import { cachedSet } from './set-place.js'

/** Folders to find sets in. */
export interface Places {
  readonly workingFolder: string
  readonly cacheFolder: string
}

/** Returns the folder of a known set: of its npm package, from the working folder upwards, or of the cache. */
export function findKnownSet(set: KnownSet, places: Places): string | undefined {
  const cached = cachedSet(set.name, places.cacheFolder)
  // A set is moved into the cache when it is complete: pulled, or the user's own.
  return findInPackages(set, places.workingFolder) ?? (existsSync(cached) ? cached : undefined)
}

/** Returns the folder of a set in an installed package; it takes precedence over the cache. */
export function findInPackages(set: KnownSet, workingFolder: string): string | undefined {
  if ('archive' in set) return undefined
  const inPackages = [workingFolder, dirname(fileURLToPath(import.meta.url))]
    .flatMap(ancestors)
    .map((folder) => join(folder, 'node_modules', set.package.name, set.package.folder))
  const isWhole = (folder: string): boolean =>
    Object.values(set.channels).every((files) => files.every((file) => existsSync(join(folder, file))))
  return inPackages.find(isWhole)
}

/** Returns the files of what a recipe calls `set`: a name, or a path relative to the experiment file's folder. */
export async function findSet(
  set: string,
  experimentFolder: string,
  places: Places,
): Promise<{ readonly root: string; readonly files: readonly ChannelFile[] }> {
  const root = locateSet(set, experimentFolder, places)
  return { root, files: await channelFiles(root) }
}

/** Returns the path of a known or registered set of that name, or else the path itself. */
export function locateSet(set: string, experimentFolder: string, places: Places): string {
  if (set.startsWith('s3://')) {
    throw new UserError(
      'not-available-yet',
      `The data "${set}": a set is a name or a path. Data in S3 is given by "channels", such as "channels: {train: ${set}}".`,
    )
  }
  const known = knownSets.find(({ name }) => name === set)
  if (known !== undefined) return findKnownSet(known, places) ?? notHere(set)
  const registered = cachedSet(set, places.cacheFolder)
  if (isName(set) && existsSync(registered)) return registered
  const path = resolve(experimentFolder, set)
  if (existsSync(path)) return path
  if (setsNotAvailableYet.includes(set)) {
    throw new UserError(
      'not-available-yet',
      `Pulling the data set "${set}" is not available yet. If you have its files, run "assay data pull ${set} --from FOLDER".`,
    )
  }
  if (!isName(set)) throw new UserError('no-such-data', `There is no file or folder "${path}".`)
  const names = knownSets.map(({ name }) => name)
  throw new UserError(
    'unknown-data',
    `Unknown data set "${set}".${didYouMean(set, names)} A path holds a "/" or a ".".`,
  )
}

function notHere(name: string): never {
  throw new UserError(
    'data-not-here',
    `The data set "${name}" is not on this machine yet. Get it with "assay data pull ${name}".`,
  )
}

/** A set's name is a slug; anything else is a path. */
export function isName(set: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(set)
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}
