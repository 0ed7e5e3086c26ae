/** `data.channels` → the files of each channel, and the URI that jobs read it from. */

import { resolve } from 'node:path'

import type { Data } from '@assay/core'
import { channelsOf } from '@assay/core/internal'

import { UserError } from '../base/failure.js'
import type { ChannelFile } from './files/channel-files.js'
import { refuseEmptyClasses } from './files/empty-classes.js'
import { everyFile } from './files/every-file.js'
import { isS3, s3Files } from './s3-files.js'
import type { DataContext } from './datasets.js'

/** A data set given channel by channel. */
export interface ChannelSet {
  /** Every file, as it lies on this machine. */
  readonly files: readonly ChannelFile[]
  /** Channels that jobs read in place: nothing of them is uploaded. */
  readonly inPlace: Readonly<Record<string, string>>
}

/** A problem of one channel. */
export class ChannelError extends UserError {
  readonly channel: string

  constructor(channel: string, cause: UserError) {
    super(cause.code, cause.message, { cause })
    this.channel = channel
  }
}

/** Returns the files of every channel. @throws ChannelError */
export async function findChannels(data: Data, context: DataContext): Promise<ChannelSet> {
  const files: ChannelFile[] = []
  const inPlace: Record<string, string> = {}
  for (const { name, uri } of channelsOf(data)) {
    try {
      const found = await findChannel(uri, context)
      files.push(...found.files.map((file) => ({ ...file, channel: name })))
      if (found.uri !== undefined) inPlace[name] = found.uri
    } catch (error) {
      throw error instanceof UserError ? new ChannelError(name, error) : error
    }
  }
  return { files, inPlace }
}

async function findChannel(
  uri: string,
  { experimentFolder, places, objects }: DataContext,
): Promise<{ readonly files: Awaited<ReturnType<typeof everyFile>>; readonly uri?: string }> {
  if (!isS3(uri)) {
    const files = await everyFile(resolve(experimentFolder, uri))
    if (files.length === 0) throw new UserError('no-such-data', `"${resolve(experimentFolder, uri)}" holds no files.`)
    await refuseEmptyClasses(files)
    return { files }
  }
  const { storage, isWhereJobsRead } = await objects(uri)
  const found = await s3Files(uri, storage, places.cacheFolder)
  return isWhereJobsRead ? found : { files: found.files }
}
