/** Every data source of an experiment, found, described and hashed: what planning needs to know of data. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { ColumnDescription, Data, DataSource, DataSummary } from '@assay/core'
import { channelsOf, writtenFormat } from '@assay/core/internal'

import { placeAtomically } from '../base/atomic-file.js'
import type { Cache } from './files/cache.js'
import { UserError } from '../base/failure.js'
import type { Storage } from '../sagemaker/storage/storage.js'
import { channelFiles, type ChannelFile } from './files/channel-files.js'
import { type ChannelSet, findChannels } from './data-channels.js'
import { describeFiles, type Description } from './files/describe.js'
import { findSet, type Places } from './sets/find-set.js'
import { manifestOf } from './files/manifest.js'
import { knownSeason } from './sets/known-sets.js'
import { isWorthPacking, packImages } from './files/pack-images.js'

/** A data source that is on this machine. */
export interface Dataset {
  readonly key: string
  readonly summary: DataSummary
  readonly files: readonly ChannelFile[]
  /** Of a table: the columns that are read, as their types were inferred. */
  readonly columns?: readonly ColumnDescription[]
  /** Set if every training row has the same target. */
  readonly constantTarget?: true
}

/** Folders to find data in, and the bucket that jobs read it from. */
export interface DataContext {
  readonly experimentFolder: string
  readonly places: Places
  readonly bucket: string
  readonly cache: Cache
  /** Opens the object store of an S3 URI, and says whether jobs read from there too. */
  readonly objects: (uri: string) => Promise<{ readonly storage: Storage; readonly isWhereJobsRead: boolean }>
}

/** Returns a data source's files and their description. @throws UserError if they cannot be found or read. */
export async function findDataset({ key, data }: DataSource, context: DataContext): Promise<Dataset> {
  const { set, target, features, missing } = data
  const series = data.window !== undefined
  const { name, files, digest, inPlace } = await findFiles(data, context)
  const format = writtenFormat(data)
  // A number for what descriptions consist of: older ones lack columns, and images were not looked at.
  const described = `4 ${digest} ${JSON.stringify([target, features, series, missing, ...(format ? [format] : [])])}`
  const { columns, constantTarget, ...description } = ((await context.cache.read('description', described)) ??
    (await describeFiles(files, { target, features, series, missing, format }))) as Description
  await context.cache.write('description', described, { ...description, columns, constantTarget })
  const season = series && set !== undefined ? knownSeason(set) : undefined
  const summary = {
    name,
    ...description,
    ...(season === undefined ? {} : { season }),
    digest,
    channels: { ...uris(files, digest, context.bucket), ...inPlace },
  }
  const sent = files.filter(({ channel }) => !Object.hasOwn(inPlace, channel))
  return {
    key,
    files: sent,
    summary,
    ...(columns === undefined ? {} : { columns }),
    ...(constantTarget === undefined ? {} : { constantTarget }),
  }
}

/** A data source's files as jobs read them, and the channels that need not be sent. */
interface FoundFiles extends Pick<ChannelSet, 'files' | 'inPlace'> {
  readonly name: string
  readonly digest: string
}

async function findFiles(data: Data, context: DataContext): Promise<FoundFiles> {
  const { set } = data
  if (set !== undefined) {
    const found = await findSet(set, context.experimentFolder, context.places)
    return { name: set, inPlace: {}, ...(await asRead(found, context)) }
  }
  const [train] = channelsOf(data)
  if (train === undefined) {
    throw new UserError('no-data', 'The experiment says no data. Give "data", the name of a set or a path.')
  }
  const { files, inPlace } = await findChannels(data, context)
  const { digest } = await manifestOf(JSON.stringify(channelsOf(data)), files, context.cache)
  return { name: train.uri, files, inPlace, digest }
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

function uris(files: readonly ChannelFile[], digest: string, bucket: string): Record<string, string> {
  const channels = [...new Set(files.map(({ channel }) => channel))].sort()
  return Object.fromEntries(channels.map((channel) => [channel, `${datasetUri(bucket, digest)}${channel}/`]))
}

/** Returns the URI of a data set for jobs: below its digest, so that the same data is uploaded once. */
export function datasetUri(bucket: string, digest: string): string {
  return `s3://${bucket}/assay/data/${digest}/`
}
