/** A folder or file of data → its files by channel: which train, and which test where the set brings them. */

import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'

import { UserError } from '../failure.js'

/** One file of a channel. */
export interface ChannelFile {
  readonly channel: string
  /** Its path within the channel, with `/`. */
  readonly name: string
  /** Where it lies. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
}

/**
 * Returns the files at `path`, sorted. One of: a CSV file; a folder with `train` and perhaps `test` (folders, or
 * `train.csv` and `test.csv`); MNIST's IDX files or CIFAR's batches side by side; a folder of class folders; tables.
 */
export async function channelFiles(path: string): Promise<readonly ChannelFile[]> {
  const { isDirectory, file } = await look(path)
  if (!isDirectory) return [file('train', basename(path))]
  const files = (await walk(path, '', 0)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const placed = place(files)
  if (placed.some(({ channel }) => channel === 'train')) return placed
  throw new UserError(
    'no-training-data',
    `"${path}" holds no training data; expected a folder "train", CSV files, IDX files, CIFAR batches, or a folder for each class.`,
  )
}

/** A file that is in no channel yet. */
export type FoundFile = Omit<ChannelFile, 'channel'>

/** Returns a file, or every file of a folder, sorted; hidden ones are left out. */
export async function everyFile(path: string): Promise<readonly FoundFile[]> {
  const { isDirectory, file } = await look(path)
  if (!isDirectory) return [file('', basename(path))]
  return (await walk(path, '', 0)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function look(path: string): Promise<{
  readonly isDirectory: boolean
  readonly file: (channel: string, name: string) => ChannelFile
}> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
    throw new UserError('no-such-data', `There is no file or folder "${path}".`, { cause: error })
  })
  return {
    isDirectory: found.isDirectory(),
    file: (channel, name) => ({ channel, name, path, size: found.size, modified: found.mtimeMs }),
  }
}

/** Deeper than this, a folder is a link to one of its ancestors. */
const maximumDepth = 12

/** Entries looked at at the same time. */
const sideBySide = 16

async function walk(folder: string, prefix: string, depth: number): Promise<FoundFile[]> {
  if (depth > maximumDepth)
    throw new UserError('data-too-deep', `"${folder}" lies more than ${maximumDepth} folders deep.`)
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const found: FoundFile[] = []
  for (let start = 0; start < entries.length; start += sideBySide) {
    const some = entries.slice(start, start + sideBySide)
    found.push(...(await Promise.all(some.map((entry) => walkEntry(folder, prefix, entry, depth)))).flat())
  }
  return found
}

async function walkEntry(folder: string, prefix: string, entry: Dirent, depth: number): Promise<FoundFile[]> {
  const path = join(folder, entry.name)
  const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`
  const { isDirectory, file } = await look(path)
  if (isDirectory) return walk(path, name, depth + 1)
  const { size, modified } = file('', name)
  return [{ name, path, size, modified }]
}

/** The first rule that one of the files meets holds for all of them. */
function place(files: readonly FoundFile[]): ChannelFile[] {
  const rule = rules.find((candidate) => files.some(({ name }) => candidate(name)?.channel === 'train'))
  return files.flatMap((file) => {
    const placed = rule?.(file.name)
    return placed ? [{ ...file, ...placed }] : []
  })
}

type Rule = (name: string) => { readonly channel: string; readonly name: string } | undefined

const byFolder: Rule = (name) => {
  const [, channel, rest] = /^(train|test)\/(.+)$/.exec(name) ?? []
  return channel !== undefined && rest !== undefined ? { channel, name: rest } : undefined
}

const byCsvName: Rule = (name) => {
  const [, channel] = /^(train|test)\.csv$/i.exec(name) ?? []
  return channel === undefined ? undefined : { channel: channel.toLowerCase(), name }
}

const byIdxName: Rule = (name) =>
  /^(train|t10k|test)-(images|labels).*ubyte(\.gz)?$/.test(name)
    ? { channel: name.startsWith('train') ? 'train' : 'test', name }
    : undefined

const byCifarName: Rule = (name) => {
  if (/^(data_batch_\d+\.bin|batches\.meta\.txt|train\.bin)$/.test(name)) return { channel: 'train', name }
  return /^(test_batch|test)\.bin$/.test(name) ? { channel: 'test', name } : undefined
}

const examples = new Set(['.png', '.jpg', '.jpeg', '.txt'])

const byClassFolder: Rule = (name) =>
  name.includes('/') && examples.has(extname(name).toLowerCase()) ? { channel: 'train', name } : undefined

const byTable: Rule = (name) => (/^[^/]+\.csv$/i.test(name) ? { channel: 'train', name } : undefined)

/** TFRecord's and RecordIO's, in shards or whole; those of a test set say so. */
const byRecords: Rule = (name) =>
  /^[^/]+\.(tfrecords?|recordio|rec|pbr)(-\d+-of-\d+)?$/i.test(name)
    ? { channel: /^test/i.test(name) ? 'test' : 'train', name }
    : undefined

const rules: readonly Rule[] = [byFolder, byCsvName, byIdxName, byCifarName, byClassFolder, byTable, byRecords]
