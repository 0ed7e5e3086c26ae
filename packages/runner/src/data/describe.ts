/** What is in the files: found out by the container's own readers, started as a program. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

import type { DataSummary } from '@assay/core'

import { UserError } from '../failure.js'
import { trainerCommand } from '../trainer-program.js'
import type { ChannelFile } from './channel-files.js'

/** What the container says about files. */
export type Description = Pick<DataSummary, 'format' | 'task' | 'inputShape' | 'classes' | 'classNames' | 'rows'>

/** Which columns of a table are read, and how. */
export interface Columns {
  readonly target?: string | undefined
  readonly features?: readonly string[] | undefined
}

/**
 * Returns what the container finds in the files.
 * @throws UserError with the container's own sentence for files that it cannot read.
 */
export async function describeFiles(files: readonly ChannelFile[], columns: Columns): Promise<Description> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-describe-'))
  try {
    await lay(files, folder)
    return await ask(folder, files, columns)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Channels as the container sees them, made of links. */
async function lay(files: readonly ChannelFile[], folder: string): Promise<void> {
  for (const { channel, name, path } of files) {
    const link = join(folder, channel, name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(resolve(path), link)
  }
}

async function ask(folder: string, files: readonly ChannelFile[], { target, features }: Columns): Promise<Description> {
  const [node, program] = trainerCommand()
  const parameters = [
    ...['train', 'test'].flatMap((channel) =>
      files.some((file) => file.channel === channel) ? [`--${channel}`, join(folder, channel)] : [],
    ),
    ...(target === undefined ? [] : ['--target', target]),
    ...(features === undefined ? [] : ['--features', features.join(',')]),
  ]
  try {
    const { stdout } = await promisify(execFile)(node, [program, 'describe', ...parameters], {
      maxBuffer: 16 * 1024 * 1024,
    })
    return JSON.parse(stdout) as Description
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() ?? ''
    if (said === '') throw error
    throw new UserError('unreadable-data', inPlace(said, folder, files), { cause: error })
  }
}

/** The container speaks of links; the user knows the files. */
function inPlace(text: string, folder: string, files: readonly ChannelFile[]): string {
  const byLink = files.map(({ channel, name, path }) => [join(folder, channel, name), path] as const)
  return byLink.reduce((said, [link, path]) => said.replaceAll(link, path), text)
}
