/** The container's commands for files: started as a program on the files laid out as its channels. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

import { UserError } from '../../base/failure.js'
import { trainerCommand } from '../../target/trainer-program.js'
import type { ChannelFile } from './channel-files.js'
import { type ColumnNames, UnknownColumns } from './unknown-columns.js'

/** How a command is followed. */
export interface Following {
  /** Ends the command. */
  readonly signal?: AbortSignal | undefined
  /** Called with each line that it prints, when it prints it. */
  readonly onLine?: (line: string) => void
}

/**
 * Starts a command of the container on files. Returns what it prints.
 * @throws UserError with the container's own sentence for files that it cannot read.
 */
export async function startOnFiles(
  files: readonly ChannelFile[],
  command: 'describe' | 'pack',
  flags: readonly string[],
  following: Following = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-data-'))
  try {
    await lay(files, folder, following.signal)
    return await start(folder, files, [command, ...channelsOf(files, folder), ...flags], following)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Channels as the container sees them, made of links. */
async function lay(files: readonly ChannelFile[], folder: string, signal?: AbortSignal): Promise<void> {
  const made = new Set<string>()
  for (const { channel, name, path } of files) {
    signal?.throwIfAborted()
    const link = join(folder, channel, name)
    const parent = dirname(link)
    if (!made.has(parent)) await mkdir(parent, { recursive: true })
    made.add(parent)
    await symlink(resolve(path), link)
  }
}

function channelsOf(files: readonly ChannelFile[], folder: string): string[] {
  return ['train', 'validation', 'test'].flatMap((channel) =>
    files.some((file) => file.channel === channel) ? [`--${channel}`, join(folder, channel)] : [],
  )
}

async function start(
  folder: string,
  files: readonly ChannelFile[],
  parameters: readonly string[],
  { signal, onLine }: Following,
): Promise<string> {
  signal?.throwIfAborted()
  const [node, program] = trainerCommand()
  const child = spawn(node, [program, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  const end = (): boolean => child.kill()
  signal?.addEventListener('abort', end)
  try {
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      onLine?.(line)
    })
    const [stderr, [code, killedBy]] = await Promise.all([
      text(child.stderr),
      once(child, 'close') as Promise<[code: number | null, killedBy: NodeJS.Signals | null]>,
    ])
    // The one who calls it off may have ended it by a signal of its own, such as a terminal's Ctrl-C.
    signal?.throwIfAborted()
    if (code === 0) return inPlace(lines.join('\n'), folder, files, (path) => JSON.stringify(path).slice(1, -1))
    const said = stderr.trim()
    if (said === '') throw new Error(`The container's "${parameters[0]}" ended with ${code ?? killedBy}.`)
    const where = inPlace(said, folder, files)
    // If it fails, "describe" prints nothing else.
    if (parameters[0] === 'describe' && lines.length > 0) {
      throw new UnknownColumns(where, JSON.parse(lines.join('\n')) as ColumnNames)
    }
    throw new UserError('unreadable-data', where)
  } finally {
    signal?.removeEventListener('abort', end)
  }
}

/** The container speaks of links; the user knows the files. */
function inPlace(
  said: string,
  folder: string,
  files: readonly ChannelFile[],
  written = (path: string): string => path,
): string {
  if (!said.includes(folder)) return said
  const byLink = [
    ...files.map(({ channel, name, path }) => [join(folder, channel, name), path] as const),
    ...files.map(({ channel, name, path }) => [join(folder, channel), path.slice(0, -name.length - 1)] as const),
  ]
  return byLink.reduce((so, [link, path]) => so.replaceAll(written(link), written(path)), said)
}
