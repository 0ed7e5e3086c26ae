/** A folder or file of data → its files by channel: training files, and validation and test files if the set has them. */

import type { ChannelName } from '@assay/core/internal'

import { UserError } from '../../base/failure.js'
import { refuseEmptyClasses } from './empty-classes.js'
import { everyFile, type FoundFile, isFolder } from './every-file.js'
import { isExample, isRecordFile } from './file-kinds.js'

/** One file of a channel; its name is its path within the channel. */
export interface ChannelFile extends FoundFile {
  readonly channel: string
}

/**
 * Returns the files at `path`, sorted. One of: a CSV file; a folder with `train` and perhaps `validation` and `test`
 * (folders, or `train.csv` and so on); MNIST's IDX files or CIFAR's batches side by side; a folder of class folders;
 * tables; files of records.
 * @throws UserError if there is none of these, or the validation files are ambiguous.
 */
export async function channelFiles(path: string): Promise<readonly ChannelFile[]> {
  const files = await everyFile(path)
  if (!(await isFolder(path))) return files.map((file) => ({ ...file, channel: 'train' }))
  const placed = place(files)
  // Folders of classes in "test" alone would be taken for a class "test".
  const isTestOnly = files.every(({ name }) => /^test\/.+\//.test(name))
  if (isTestOnly || placed.every(({ channel }) => channel !== 'train')) throw noTrainingData(path, files)
  requireOneSpelling(path, placed)
  await refuseEmptyClasses(placed)
  return placed
}

function noTrainingData(path: string, files: readonly FoundFile[]): UserError {
  const packed = files.find(({ name }) => /\.(gz|bz2|xz|zst|zip|tgz)$/i.test(name))
  const archive =
    packed === undefined ? '' : ` "${packed.name}" is compressed; of such files only IDX is read. Unpack it first.`
  return new UserError(
    'no-training-data',
    `"${path}" holds no training data; expected a folder "train", CSV files, IDX files, CIFAR batches, files of TFRecord ` +
      `(*.tfrecord) or RecordIO (*.recordio, *.rec, *.pbr), or a folder for each class.${archive}`,
  )
}

/** Two of them may be copies, or parts, or old and new: that is not for us to say. */
function requireOneSpelling(path: string, files: readonly ChannelFile[]): void {
  const held = files.filter(({ channel }) => channel === 'validation')
  const below = held.map((file) => file.path.slice(path.length).replace(/^\/+/, ''))
  const written = [...new Set(below.flatMap((name) => /^val[a-z]*/i.exec(name) ?? []))].sort()
  if (written.length < 2) return
  const names = written.map((name) => `"${name}"`).join(' and ')
  throw new UserError(
    'ambiguous-data',
    `"${path}" has ${names}, and only one of them can validate. Rename the others, or say which one under "channels".`,
  )
}

/** The first rule that one of the files meets holds for all of them. */
function place(files: readonly FoundFile[]): ChannelFile[] {
  const rule = rules.find((candidate) => files.some(({ name }) => candidate(name)?.channel === 'train'))
  return files.flatMap((file) => {
    const placed = rule?.(file.name)
    return placed ? [{ ...file, ...placed }] : []
  })
}

type Rule = (name: string) => { readonly channel: ChannelName; readonly name: string } | undefined

/** The channels by what they are called; PyTorch's examples say "val", others "valid". */
const spellings: ReadonlyMap<string, ChannelName> = new Map([
  ['train', 'train'],
  ['test', 'test'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
])

const byFolder: Rule = (name) => {
  const [, folder = '', rest] = /^([a-z]+)\/(.+)$/.exec(name) ?? []
  const channel = spellings.get(folder)
  return channel !== undefined && rest !== undefined ? { channel, name: rest } : undefined
}

const byCsvName: Rule = (name) => {
  const [, table = ''] = /^([a-z]+)\.csv$/i.exec(name) ?? []
  const channel = spellings.get(table.toLowerCase())
  return channel === undefined ? undefined : { channel, name }
}

const byIdxName: Rule = (name) =>
  /^(train|t10k|test)-(images|labels).*ubyte(\.gz)?$/.test(name)
    ? { channel: name.startsWith('train') ? 'train' : 'test', name }
    : undefined

const byCifarName: Rule = (name) => {
  if (/^(data_batch_\d+\.bin|batches\.meta\.txt|train\.bin)$/.test(name)) return { channel: 'train', name }
  return /^(test_batch|test)\.bin$/.test(name) ? { channel: 'test', name } : undefined
}

const byClassFolder: Rule = (name) => (name.includes('/') && isExample(name) ? { channel: 'train', name } : undefined)

const byTable: Rule = (name) => (/^[^/]+\.csv$/i.test(name) ? { channel: 'train', name } : undefined)

/** TFRecord's and RecordIO's, in shards or whole; those of a validation or test set begin with its name. */
const byRecords: Rule = (name) => {
  if (name.includes('/') || !isRecordFile(name)) return undefined
  if (/^test/i.test(name)) return { channel: 'test', name }
  return { channel: /^(validation|valid|val)(?![a-z])/i.test(name) ? 'validation' : 'train', name }
}

const rules: readonly Rule[] = [byFolder, byCsvName, byIdxName, byCifarName, byClassFolder, byTable, byRecords]
