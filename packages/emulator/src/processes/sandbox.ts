/** The folder that is /opt/ml for a job, filled as SageMaker fills it before a container starts. */
import { readdirSync } from 'node:fs'
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'

import { containerLayout, s3Path, sandboxFolder } from '../base/layout.js'
import { fillChannel } from './channel-files.js'
import type { ChannelFiles } from './channel-files.js'
import { ClientError } from './failure.js'

const root = '/opt/ml'

/** The checkpoint folder if a request names none. */
export const defaultCheckpoints = '/opt/ml/checkpoints'

/** The contents of a job's folder before its container starts. */
export interface SandboxContents {
  /** The job's name. */
  readonly job: string
  readonly channels: readonly ChannelFiles[]
  readonly checkpoints?: Checkpoints
  /** The files in input/config, by their names without ".json". */
  readonly config: Readonly<Record<string, unknown>>
}

/** CheckpointConfig of the API. */
export interface Checkpoints {
  readonly S3Uri: string
  readonly LocalPath?: string
}

/** Makes a new folder, but keeps the checkpoints of an interrupted attempt. */
export async function makeSandbox(folder: string, contents: SandboxContents): Promise<string> {
  const base = sandboxFolder(folder, contents.job)
  const layout = containerLayout(base)
  const kept = checkpointFolder(base, contents.checkpoints)
  await emptyExcept(base, kept)
  for (const path of [layout.config, layout.data, layout.model, layout.outputData])
    await mkdir(path, { recursive: true })
  await placeCheckpoints(folder, contents.checkpoints, kept)
  for (const [name, value] of Object.entries(contents.config))
    await writeFile(join(layout.config, `${name}.json`), JSON.stringify(value))
  for (const channel of contents.channels) await fillChannel(folder, channel, join(layout.data, channel.name))
  return base
}

/** Removes a job's folder. The folders that its links lead to stay. */
export async function removeSandbox(folder: string, job: string): Promise<void> {
  await rm(sandboxFolder(folder, job), { recursive: true, force: true, maxRetries: 3 })
}

/** Returns whether an earlier attempt has left a checkpoint. */
export function hasCheckpoint(folder: string, job: string, checkpoints: Checkpoints | undefined): boolean {
  try {
    return readdirSync(checkpointFolder(sandboxFolder(folder, job), checkpoints)).length > 0
  } catch {
    return false
  }
}

function checkpointFolder(base: string, checkpoints: Checkpoints | undefined): string {
  const local = posix.normalize(checkpoints?.LocalPath ?? defaultCheckpoints).replace(/\/$/, '')
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
async function placeCheckpoints(folder: string, checkpoints: Checkpoints | undefined, kept: string) {
  if (!checkpoints) return mkdir(kept, { recursive: true })
  const target = s3Path(folder, checkpoints.S3Uri)
  await mkdir(target, { recursive: true })
  await mkdir(join(kept, '..'), { recursive: true })
  await rm(kept, { recursive: true, force: true })
  return symlink(target, kept)
}
