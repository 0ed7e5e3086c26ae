/** What is in the files, and what becomes of them: found out, or done, by the container's own readers, started as a program. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

import type { ColumnDescription, DataFormat, DataSummary, MissingValues } from '@assay/core'

import { UserError } from '../failure.js'
import { trainerCommand } from '../trainer-program.js'
import type { ChannelFile } from './channel-files.js'
import { type ColumnNames, UnknownColumns } from './unknown-columns.js'

/** What the container says about files. */
export type Description = Pick<DataSummary, 'format' | 'task' | 'inputShape' | 'classes' | 'classNames' | 'rows'> & {
  /** Of a table. */
  readonly columns?: readonly ColumnDescription[]
  /** Where every training row has the same target. */
  readonly constantTarget?: true
  /** Where there are so many files that not each was looked at: only if nothing is planned. */
  readonly unchecked?: true
}

/** What the container says about a table that nobody has said the target of. */
export interface TableDescription {
  readonly format: 'csv'
  readonly rows: DataSummary['rows']
  readonly columns: readonly ColumnDescription[]
}

/** How files are read: of a table, which columns. */
export interface Columns {
  readonly target?: string | undefined
  readonly features?: readonly string[] | undefined
  /** Whether the rows are the steps of a series. */
  readonly series?: boolean | undefined
  /** What becomes of cells without a value. */
  readonly missing?: MissingValues | undefined
  /** Default: found out by the files. */
  readonly format?: DataFormat | undefined
}

/**
 * Returns what the container finds in the files.
 * @throws UserError with the container's own sentence for files that it cannot read; UnknownColumns.
 */
export async function describeFiles(files: readonly ChannelFile[], columns: Columns): Promise<Description> {
  return JSON.parse(await startOnFiles(files, 'describe', flagsOf(columns))) as Description
}

/** Returns what the container finds in the files; a table needs no target, and may be unfit for training. */
export async function describeAsFound(
  files: readonly ChannelFile[],
  columns: Columns,
): Promise<Description | TableDescription> {
  const flags = ['--as-found', ...flagsOf(columns)]
  return JSON.parse(await startOnFiles(files, 'describe', flags)) as Description | TableDescription
}

/**
 * Starts a command of the container on files laid out as its channels. Returns what it prints.
 * @throws UserError with the container's own sentence for files that it cannot read.
 */
export async function startOnFiles(
  files: readonly ChannelFile[],
  command: 'describe' | 'pack',
  flags: readonly string[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-data-'))
  try {
    await lay(files, folder)
    return await start(folder, files, command, flags)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function flagsOf({ target, features, series, missing, format }: Columns): string[] {
  return [
    ...(target === undefined ? [] : ['--target', target]),
    ...(features === undefined ? [] : ['--features', features.join(',')]),
    ...(series === true ? ['--series'] : []),
    ...(missing === undefined ? [] : ['--missing', missing]),
    ...(format === undefined ? [] : ['--format', format]),
  ]
}

/** Channels as the container sees them, made of links. */
async function lay(files: readonly ChannelFile[], folder: string): Promise<void> {
  const made = new Set<string>()
  for (const { channel, name, path } of files) {
    const link = join(folder, channel, name)
    const parent = dirname(link)
    if (!made.has(parent)) await mkdir(parent, { recursive: true })
    made.add(parent)
    await symlink(resolve(path), link)
  }
}

async function start(
  folder: string,
  files: readonly ChannelFile[],
  command: string,
  flags: readonly string[],
): Promise<string> {
  const [node, program] = trainerCommand()
  const channels = ['train', 'validation', 'test'].flatMap((channel) =>
    files.some((file) => file.channel === channel) ? [`--${channel}`, join(folder, channel)] : [],
  )
  try {
    const { stdout } = await promisify(execFile)(node, [program, command, ...channels, ...flags], {
      maxBuffer: 16 * 1024 * 1024,
    })
    return inPlace(stdout, folder, files, (path) => JSON.stringify(path).slice(1, -1))
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    if (stderr.trim() === '') throw error
    const said = inPlace(stderr.trim(), folder, files)
    // On a failure it prints nothing else.
    if (stdout !== '') throw new UnknownColumns(said, JSON.parse(stdout) as ColumnNames)
    throw new UserError('unreadable-data', said, { cause: error })
  }
}

/** The container speaks of links; the user knows the files. */
function inPlace(
  text: string,
  folder: string,
  files: readonly ChannelFile[],
  written = (path: string): string => path,
): string {
  if (!text.includes(folder)) return text
  const byLink = [
    ...files.map(({ channel, name, path }) => [join(folder, channel, name), path] as const),
    ...files.map(({ channel, name, path }) => [join(folder, channel), path.slice(0, -name.length - 1)] as const),
  ]
  return byLink.reduce((said, [link, path]) => said.replaceAll(written(link), written(path)), text)
}
