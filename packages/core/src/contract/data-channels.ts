/** `data.channels`: training, validation and test data given one by one, and how SageMaker brings each. */

import type { Channel as SageMakerChannel } from '@aws-sdk/client-sagemaker'

import type { Channel, Data } from '../language/experiment.js'
import type { DataFormat } from './training-spec.js'

/** The channels that the trainer reads; `train` must be there. */
export const channelNames = ['train', 'validation', 'test'] as const

/** The name of a channel of data. */
export type ChannelName = (typeof channelNames)[number]

/** Returns the channels of a data description, in the order of their names above; none if it names a set. */
export function channelsOf({ channels = {} }: Data): readonly (Channel & { readonly name: ChannelName })[] {
  return channelNames.flatMap((name) => {
    const written = Object.hasOwn(channels, name) ? channels[name] : undefined
    if (written === undefined) return []
    return [{ name, ...(typeof written === 'string' ? { uri: written } : written) }]
  })
}

/** Content types by the names that the trainer has for formats; it has none for files that say themselves what they are. */
const contentTypes: Readonly<Record<DataFormat, string | undefined>> = {
  csv: 'text/csv',
  'recordio-protobuf': 'application/x-recordio-protobuf',
  tfrecord: 'application/x-tfrecord',
  'image-folder': 'application/x-image',
  'text-folder': 'text/plain',
  idx: undefined,
  cifar10: undefined,
}

/** Returns every way to say a format: the trainer's name, or a content type. */
export function channelFormats(): readonly string[] {
  return [...Object.keys(contentTypes), ...Object.values(contentTypes).filter((type) => type !== undefined)]
}

/** Returns the format that is meant, or undefined for one that the trainer does not read. */
export function formatOf(written: string): DataFormat | undefined {
  const found = Object.entries(contentTypes).find(([name, type]) => written === name || written === type)
  return found?.[0] as DataFormat | undefined
}

/** Returns the format that a data description says, if it says one. */
export function writtenFormat(data: Data): DataFormat | undefined {
  const [written] = channelsOf(data).flatMap(({ format }) => format ?? [])
  return written === undefined ? undefined : formatOf(written)
}

/** Returns the part of a request that says how SageMaker brings a channel; nothing if that is SageMaker's default. */
export function inputOptions(
  data: Data,
  name: string,
): Pick<SageMakerChannel, 'ContentType' | 'InputMode'> & { readonly distribution?: 'ShardedByS3Key' } {
  const { format, mode, shard } = channelsOf(data).find((channel) => channel.name === name) ?? {}
  const read = format === undefined ? undefined : formatOf(format)
  const type = read && contentTypes[read]
  return {
    ...(type === undefined ? {} : { ContentType: type }),
    ...(mode === 'fast_file' ? { InputMode: 'FastFile' as const } : {}),
    ...(shard === true ? { distribution: 'ShardedByS3Key' as const } : {}),
  }
}
