/** The digest of data: SHA-256 over channels, names, sizes and contents; unchanged files are not read again. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

import type { Cache } from '../cache.js'
import type { ChannelFile } from './channel-files.js'

/** What data consists of. */
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

/** What is remembered of a file: its hash holds as long as size and time are the same. */
type Remembered = Readonly<Record<string, readonly [size: number, modified: number, sha256: string]>>

/** Returns the manifest of files; `root` names the set's place in the cache. */
export async function manifestOf(root: string, files: readonly ChannelFile[], cache: Cache): Promise<Manifest> {
  const remembered = ((await cache.read('hashes', root)) ?? {}) as Remembered
  const now: Record<string, readonly [number, number, string]> = {}
  const hashed: Manifest['files'][number][] = []
  let isNew = false
  for (const { channel, name, path, size, modified } of files) {
    const [knownSize, knownTime, known] = remembered[path] ?? []
    const sha256 = knownSize === size && knownTime === modified && known !== undefined ? known : await hash(path)
    isNew ||= sha256 !== known || knownTime !== modified
    now[path] = [size, modified, sha256]
    hashed.push({ channel, name, size, sha256 })
  }
  if (isNew) await cache.write('hashes', root, now)
  return { digest: digestOfFiles(hashed), files: hashed }
}

function digestOfFiles(files: Manifest['files']): string {
  const lines = files.map(({ channel, name, size, sha256 }) => JSON.stringify([channel, name, size, sha256]))
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

async function hash(path: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), digest)
  return digest.digest('hex')
}
