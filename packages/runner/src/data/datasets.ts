/** Every data source of an experiment, found, described and hashed: what planning needs to know of data. */

import type { DataSource, DataSummary } from '@assay/core'

import type { Cache } from '../cache.js'
import { UserError } from '../failure.js'
import type { ChannelFile } from './channel-files.js'
import { type Column, describeFiles, type Description } from './describe.js'
import { findSet, type Places } from './find-set.js'
import { manifestOf } from './manifest.js'

/** A data source that is on this machine. */
export interface Dataset {
  readonly key: string
  readonly summary: DataSummary
  readonly files: readonly ChannelFile[]
  /** Of a table: the columns that are read, as their types were inferred. */
  readonly columns?: readonly Column[]
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
  const { set, target, features } = data
  if (set === undefined) throw withoutSet(data.channels !== undefined)
  const { root, files } = await findSet(set, context.experimentFolder, context.places)
  const { digest } = await manifestOf(root, files, context.cache)
  // A number for what descriptions consist of: older ones lack columns.
  const described = `2 ${digest} ${JSON.stringify([target, features])}`
  const { columns, ...description } = ((await context.cache.read('description', described)) ??
    (await describeFiles(files, { target, features }))) as Description
  await context.cache.write('description', described, { ...description, columns })
  const summary = { name: set, ...description, digest, channels: uris(files, digest, context.bucket) }
  return { key, files, summary, ...(columns === undefined ? {} : { columns }) }
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
