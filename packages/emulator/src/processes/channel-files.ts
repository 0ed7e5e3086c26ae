/** Brings the files of an S3 prefix into a channel's folder, as links: no byte is copied if the disk allows it. */
import { copyFile, link, mkdir, readdir, realpath, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { s3Path } from '../base/layout.js'
import { ClientError } from './failure.js'

const linksAtOnce = 64

/** Input data of a job. */
export interface ChannelFiles {
  readonly name: string
  readonly uri: string
  readonly fastFile: boolean
}

/** Fills a channel. File mode links each file, so that deleting one deletes nothing in S3; FastFile links the folder. */
export async function fillChannel(folder: string, { uri, fastFile }: ChannelFiles, target: string): Promise<void> {
  const source = s3Path(folder, uri)
  const found = await stat(source).catch(() => undefined)
  if (found?.isDirectory()) {
    if (fastFile) return symlink(await realpath(source), target)
    const files = await linkFolder(source, target)
    if (files === 0) throw noObjects(uri, source)
    return
  }
  await mkdir(target, { recursive: true })
  const names = found && !uri.endsWith('/') ? [basename(source)] : await startingWith(source, uri)
  if (names.length === 0) throw noObjects(uri, source)
  for (const name of names) await linkEntry(join(dirname(source), name), join(target, name))
}

/** A prefix may end in the middle of a name: every name that begins with it belongs to it. */
async function startingWith(source: string, uri: string): Promise<string[]> {
  if (uri.endsWith('/')) return []
  const names = await readdir(dirname(source)).catch(() => [])
  return names.filter((name) => name.startsWith(basename(source))).sort()
}

async function linkEntry(source: string, target: string): Promise<number> {
  if ((await stat(source)).isDirectory()) return linkFolder(source, target)
  // A link to a link would show the link; what counts is the file.
  const file = await realpath(source)
  await link(file, target).catch(() => copyFile(file, target))
  return 1
}

async function linkFolder(source: string, target: string): Promise<number> {
  await mkdir(target, { recursive: true })
  const names = (await readdir(source)).sort()
  let files = 0
  for (let start = 0; start < names.length; start += linksAtOnce) {
    const some = names.slice(start, start + linksAtOnce)
    const counts = await Promise.all(some.map((name) => linkEntry(join(source, name), join(target, name))))
    files += counts.reduce((sum, count) => sum + count, 0)
  }
  return files
}

function noObjects(uri: string, source: string) {
  return new ClientError(
    `No S3 objects found under S3 URL "${uri}" given in input data source. Locally it stands for "${source}": please ensure that there are files.`,
  )
}
