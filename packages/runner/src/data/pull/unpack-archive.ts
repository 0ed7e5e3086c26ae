/** Untrusted archives → files in one folder, and nowhere else. */

import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { Unpack } from 'tar'

import { UserError } from '../../base/failure.js'
import { nobody, type Watcher } from '../files/watcher.js'

/** The maximum that an archive may unpack to. */
export interface Limits {
  readonly bytes: number
  readonly files: number
}

/** Far above every set that trains on one machine, far below a disk. */
const defaultLimits: Limits = { bytes: 32 * 2 ** 30, files: 5_000_000 }

/** Whether a path names an archive that can be unpacked. */
export function isArchive(path: string): boolean {
  return /\.(tar|tar\.gz|tgz)$/i.test(path)
}

/**
 * Unpacks a `.tar` or `.tar.gz` into a new folder.
 * @throws UserError for an archive that is damaged, too large, or holds anything but files and folders of its own.
 */
export async function unpackArchive(
  path: string,
  folder: string,
  { signal, tell }: Watcher = nobody,
  limits = defaultLimits,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  let problem: UserError | undefined
  let files = 0
  const refuse = (what: string): false => {
    problem ??= bad(path, what)
    return false
  }
  const unpack = new Unpack({
    cwd: folder,
    preserveOwner: false,
    noMtime: true,
    strict: true,
    filter: (name, entry) => {
      if (problem) return false
      if (++files > limits.files) return refuse(`it holds more than ${limits.files.toLocaleString('en-US')} files`)
      if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..'))
        return refuse(`its entry "${name}" lies outside of it`)
      const type = 'type' in entry ? entry.type : 'File'
      if (type !== 'File' && type !== 'OldFile' && type !== 'Directory')
        return refuse(`its entry "${name}" is a ${type}; expected files and folders only`)
      return true
    },
  })
  let isMarked = false
  unpack.on('nullBlock', () => (isMarked = true))
  let failed: Error | undefined
  const closed = new Promise<void>((done) =>
    unpack.on('close', done).on('error', (error: Error) => {
      failed ??= error
      done()
    }),
  )
  try {
    let bytes = 0
    const { size } = await stat(path)
    const { source, plain } = await bytesOf(path)
    for await (const chunk of plain) {
      if (signal.aborted) break
      tell({ what: `Unpacking ${basename(path)}`, done: source.bytesRead, total: size, unit: 'bytes' })
      if ((bytes += (chunk as Buffer).length) > limits.bytes)
        refuse(`it unpacks to more than ${limits.bytes.toLocaleString('en-US')} bytes`)
      if (problem || failed) break
      if (!unpack.write(chunk as Buffer)) await Promise.race([once(unpack, 'drain'), closed])
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    failed ??= error as Error
  }
  signal.throwIfAborted()
  if (!problem && !failed) {
    unpack.end()
    await closed
  }
  if (problem) throw problem
  if (failed) throw bad(path, failed.message, failed)
  if (files === 0) throw bad(path, 'it holds no files')
  // Cut between two entries, it looks whole but for this. POSIX asks for two blocks of zeros; some programs write one.
  if (!isMarked) throw bad(path, 'it is cut short: the mark at the end of an archive is missing')
}

async function bytesOf(path: string): Promise<{ readonly source: ReadStream; readonly plain: Readable }> {
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
  await file.close()
  const source = createReadStream(path, { highWaterMark: 256 * 1024 })
  if (bytesRead < 2 || buffer[0] !== 0x1f || buffer[1] !== 0x8b) return { source, plain: source }
  const plain = createGunzip()
  source.on('error', (error) => plain.destroy(error))
  return { source, plain: source.pipe(plain) }
}

function bad(path: string, what: string, cause?: Error): UserError {
  return new UserError('bad-archive', `The archive "${path}" cannot be taken: ${what}.`, { cause })
}
