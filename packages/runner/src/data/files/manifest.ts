/** The digest of data: SHA-256 over channels, names, sizes and contents; unchanged files are not read again. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

import type { Cache } from './cache.js'
import type { ChannelFile } from './channel-files.js'

/** The files of a data set, and their digest. */
export interface Manifest {
  /** SHA-256, hexadecimal. */
  readonly digest: string
  readonly files: readonly {
    readonly channel: string
    readonly name: string
    readonly size: number
    readonly sha256: string
  }[]
}

/** A cached hash of a file: valid as long as size and time are the same. */
type Remembered = Readonly<Record<string, readonly [size: number, modified: number, sha256: string]>>

/** Returns the manifest of files; `root` names the set's place in the cache. */
export async function manifestOf(root: string, files: readonly ChannelFile[], cache: Cache): Promise<Manifest> {
  const remembered = ((await cache.read('hashes', root)) ?? {}) as Remembered
  const now: Record<string, readonly [number, number, string]> = {}
  const hashed: Manifest['files'][number][] = []
  let isNew = false
  const add = async ({ channel, name, path, size, modified }: ChannelFile): Promise<Manifest['files'][number]> => {
    const [knownSize, knownTime, known] = remembered[path] ?? []
    const sha256 = knownSize === size && knownTime === modified && known !== undefined ? known : await hash(path, size)
    isNew ||= sha256 !== known || knownTime !== modified
    now[path] = [size, modified, sha256]
    return { channel, name, size, sha256 }
  }
  for (let start = 0; start < files.length; start += sideBySide) {
    hashed.push(...(await Promise.all(files.slice(start, start + sideBySide).map(add))))
  }
  if (isNew) await cache.write('hashes', root, now)
  return { digest: digestOfFiles(hashed), files: hashed }
}

function digestOfFiles(files: Manifest['files']): string {
  const lines = files.map(({ channel, name, size, sha256 }) => JSON.stringify([channel, name, size, sha256]))
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** Files read at the same time. */
const sideBySide = 16

/** Smaller files are read at once: a stream costs more than they do. */
const smallBytes = 256 * 1024

async function hash(path: string, size: number): Promise<string> {
  const digest = createHash('sha256')
  if (size <= smallBytes) return digest.update(await readFile(path)).digest('hex')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), digest)
  return digest.digest('hex')
}
