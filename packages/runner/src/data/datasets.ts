/** Every data source of an experiment, found, described and hashed: what planning needs to know of data. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { ColumnDescription, DataSource, DataSummary } from '@assay/core'

import { placeAtomically } from '../atomic-file.js'
import type { Cache } from '../cache.js'
import { UserError } from '../failure.js'
import { channelFiles, type ChannelFile } from './channel-files.js'
import { describeFiles, type Description } from './describe.js'
import { findSet, type Places } from './find-set.js'
import { manifestOf } from './manifest.js'
import { knownSeason } from './known-sets.js'
import { isWorthPacking, packImages } from './pack-images.js'

/** A data source that is on this machine. */
export interface Dataset {
  readonly key: string
  readonly summary: DataSummary
  readonly files: readonly ChannelFile[]
  /** Of a table: the columns that are read, as their types were inferred. */
  readonly columns?: readonly ColumnDescription[]
}

/** Where data is looked for, and where jobs will read it. */
export interface DataContext {
  readonly experimentFolder: string
  readonly places: Places
  readonly bucket: string
  readonly cache: Cache
}

/** Returns a data source's files and what is in them. @throws UserError where they cannot be found or read. */
export async function findDataset({ key, data }: DataSource, context: DataContext): Promise<Dataset> {
  const { set, target, features, missing } = data
  const series = data.window !== undefined
  if (set === undefined) throw withoutSet(data.channels !== undefined)
  const found = await findSet(set, context.experimentFolder, context.places)
  const { files, digest } = await asRead(found, context)
  // A number for what descriptions consist of: older ones lack columns.
  const described = `3 ${digest} ${JSON.stringify([target, features, series, missing])}`
  const { columns, ...description } = ((await context.cache.read('description', described)) ??
    (await describeFiles(files, { target, features, series, missing }))) as Description
  await context.cache.write('description', described, { ...description, columns })
  const season = series ? knownSeason(set) : undefined
  const summary = {
    name: set,
    ...description,
    ...(season === undefined ? {} : { season }),
    digest,
    channels: uris(files, digest, context.bucket),
  }
  return { key, files, summary, ...(columns === undefined ? {} : { columns }) }
}

/** The files as jobs read them: many images are decoded here, once, and sent as few files. */
async function asRead(
  { root, files }: { readonly root: string; readonly files: readonly ChannelFile[] },
  { cache, places }: DataContext,
): Promise<{ readonly files: readonly ChannelFile[]; readonly digest: string }> {
  const { digest } = await manifestOf(root, files, cache)
  if (!isWorthPacking(files)) return { files, digest }
  const packed = join(places.cacheFolder, 'packed', digest)
  if (!existsSync(packed)) await placeAtomically(packed, (part) => packImages(files, part))
  const packedFiles = await channelFiles(packed)
  return { files: packedFiles, digest: (await manifestOf(packed, packedFiles, cache)).digest }
}

function withoutSet(hasChannels: boolean): UserError {
  return hasChannels
    ? new UserError('not-available-yet', '"data.channels" is not available yet. Give "data.set", a name or a path.')
    : new UserError('no-data', 'The experiment says no data. Give "data", the name of a set or a path.')
}

function uris(files: readonly ChannelFile[], digest: string, bucket: string): Record<string, string> {
  const channels = [...new Set(files.map(({ channel }) => channel))].sort()
  return Object.fromEntries(channels.map((channel) => [channel, `${datasetUri(bucket, digest)}${channel}/`]))
}

/** Where a data set lies for jobs: below its digest, so that the same data is sent once. */
export function datasetUri(bucket: string, digest: string): string {
  return `s3://${bucket}/assay/data/${digest}/`
}
