/** The folder of a job that stands for /opt/ml, filled as SageMaker fills it before a container starts. */
import { readdirSync } from 'node:fs'
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'

import type { Channel, CreateTrainingJobRequest } from '../resources/training-job/request.js'
import { containerLayout, s3Path, sandboxFolder } from '../base/layout.js'
import { fillChannel } from './channel-files.js'
import { ClientError } from './failure.js'

const root = '/opt/ml'
const defaultCheckpoints = '/opt/ml/checkpoints'

/** Makes the folder anew. What an interrupted attempt left in the checkpoint folder stays. */
export async function makeSandbox(folder: string, request: CreateTrainingJobRequest): Promise<string> {
  const base = sandboxFolder(folder, request.TrainingJobName)
  const layout = containerLayout(base)
  const checkpoints = checkpointFolder(base, request)
  await emptyExcept(base, checkpoints)
  for (const path of [layout.config, layout.data, layout.model, layout.outputData])
    await mkdir(path, { recursive: true })
  await placeCheckpoints(folder, request, checkpoints)
  await writeConfiguration(layout.config, request)
  for (const channel of request.InputDataConfig ?? [])
    await fillChannel(
      folder,
      channel,
      join(layout.data, channel.ChannelName),
      inputMode(channel, request) === 'FastFile',
    )
  return base
}

/** Removes a job's folder. The folders that its links lead to stay. */
export async function removeSandbox(folder: string, name: string): Promise<void> {
  await rm(sandboxFolder(folder, name), { recursive: true, force: true, maxRetries: 3 })
}

/** Has an earlier attempt left anything to go on from? */
export function hasCheckpoint(folder: string, request: CreateTrainingJobRequest): boolean {
  const checkpoints = checkpointFolder(sandboxFolder(folder, request.TrainingJobName), request)
  try {
    return readdirSync(checkpoints).length > 0
  } catch {
    return false
  }
}

function checkpointFolder(base: string, { CheckpointConfig }: CreateTrainingJobRequest): string {
  const local = posix.normalize(CheckpointConfig?.LocalPath ?? defaultCheckpoints).replace(/\/$/, '')
  if (!local.startsWith(`${root}/`))
    throw new ClientError(
      `CheckpointConfig.LocalPath "${local}" must be below "${root}": no other place can be moved into the job's folder.`,
    )
  return join(base, ...local.slice(root.length + 1).split('/'))
}

async function emptyExcept(base: string, kept: string) {
  await mkdir(base, { recursive: true })
  const keep = kept.slice(base.length + 1).split('/')[0]
  for (const name of await readdir(base))
    if (name !== keep) await rm(join(base, name), { recursive: true, force: true })
}

/** The folder of a CheckpointConfig *is* its S3 prefix: what is there is restored, what is written is synced, at once. */
async function placeCheckpoints(folder: string, { CheckpointConfig }: CreateTrainingJobRequest, checkpoints: string) {
  if (!CheckpointConfig) return mkdir(checkpoints, { recursive: true })
  const target = s3Path(folder, CheckpointConfig.S3Uri)
  await mkdir(target, { recursive: true })
  await mkdir(join(checkpoints, '..'), { recursive: true })
  await rm(checkpoints, { recursive: true, force: true })
  return symlink(target, checkpoints)
}

async function writeConfiguration(config: string, request: CreateTrainingJobRequest) {
  const { InstanceType = '' } = request.ResourceConfig ?? {}
  const instanceType = request.ResourceConfig?.InstancePreferences?.[0]?.InstanceType ?? InstanceType
  const group = { instance_group_name: 'homogeneousCluster', instance_type: instanceType, hosts: ['algo-1'] }
  const channels = (request.InputDataConfig ?? []).map((channel) => [
    channel.ChannelName,
    channelConfig(channel, request),
  ])
  await write(config, 'hyperparameters', request.HyperParameters ?? {})
  await write(config, 'inputdataconfig', Object.fromEntries(channels))
  await write(config, 'resourceconfig', {
    current_host: 'algo-1',
    current_instance_type: instanceType,
    current_group_name: group.instance_group_name,
    hosts: ['algo-1'],
    instance_groups: [group],
    network_interface_name: 'lo',
  })
  const { CheckpointConfig } = request
  if (CheckpointConfig) await write(config, 'checkpointconfig', { LocalPath: defaultCheckpoints, ...CheckpointConfig })
}

const write = (config: string, name: string, value: unknown) =>
  writeFile(join(config, `${name}.json`), JSON.stringify(value))

function channelConfig(channel: Channel, request: CreateTrainingJobRequest) {
  return {
    TrainingInputMode: inputMode(channel, request),
    S3DistributionType: channel.DataSource.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
    RecordWrapperType: channel.RecordWrapperType ?? 'None',
    ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
    ...(channel.CompressionType === undefined ? {} : { CompressionType: channel.CompressionType }),
  }
}

const inputMode = (channel: Channel, request: CreateTrainingJobRequest) =>
  channel.InputMode ?? request.AlgorithmSpecification?.TrainingInputMode ?? 'File'
