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
  watcher: Watcher = nobody,
  limits = defaultLimits,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const unpacking = new Unpacking(path, folder, limits)
  await unpacking.writeAll(watcher)
  watcher.signal.throwIfAborted()
  await unpacking.end()
}

/** One archive on its way into a folder. */
class Unpacking {
  readonly #path: string
  readonly #limits: Limits
  readonly #unpack: Unpack
  readonly #closed: Promise<void>
  #files = 0
  #bytes = 0
  /** Whether the archive's end was seen. */
  #isMarked = false
  /** The first entry that is refused. */
  #problem: UserError | undefined
  /** The first error of the archive's format, or of the disk. */
  #failed: Error | undefined

  constructor(path: string, folder: string, limits: Limits) {
    this.#path = path
    this.#limits = limits
    this.#unpack = new Unpack({
      cwd: folder,
      preserveOwner: false,
      noMtime: true,
      strict: true,
      filter: (name, entry) => this.#accepts(name, 'type' in entry ? entry.type : 'File'),
    })
    this.#unpack.on('nullBlock', () => (this.#isMarked = true))
    this.#closed = new Promise<void>((done) =>
      this.#unpack.on('close', done).on('error', (error: Error) => {
        this.#failed ??= error
        done()
      }),
    )
  }

  /** Writes the archive's bytes until its end, a problem, or the signal. */
  async writeAll({ signal, tell }: Watcher): Promise<void> {
    try {
      const { size } = await stat(this.#path)
      const { source, plain } = await bytesOf(this.#path)
      for await (const chunk of plain) {
        if (signal.aborted) break
        tell({ what: `Unpacking ${basename(this.#path)}`, done: source.bytesRead, total: size, unit: 'bytes' })
        if (!(await this.#write(chunk as Buffer))) break
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
      this.#failed ??= error as Error
    }
  }

  /** Waits until every file is written. @throws UserError */
  async end(): Promise<void> {
    if (!this.#problem && !this.#failed) {
      this.#unpack.end()
      await this.#closed
    }
    if (this.#problem) throw this.#problem
    if (this.#failed) throw bad(this.#path, this.#failed.message, this.#failed)
    if (this.#files === 0) throw bad(this.#path, 'it holds no files')
    // Cut between two entries, it looks whole but for this. POSIX asks for two blocks of zeros; some programs write one.
    if (!this.#isMarked) throw bad(this.#path, 'it is cut short: the mark at the end of an archive is missing')
  }

  /** Returns whether to go on. */
  async #write(chunk: Buffer): Promise<boolean> {
    this.#bytes += chunk.length
    const { bytes } = this.#limits
    if (this.#bytes > bytes) this.#refuse(`it unpacks to more than ${bytes.toLocaleString('en-US')} bytes`)
    if (this.#problem || this.#failed) return false
    if (!this.#unpack.write(chunk)) await Promise.race([once(this.#unpack, 'drain'), this.#closed])
    return true
  }

  #accepts(name: string, type: string): boolean {
    if (this.#problem) return false
    const { files } = this.#limits
    if (++this.#files > files) return this.#refuse(`it holds more than ${files.toLocaleString('en-US')} files`)
    if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..'))
      return this.#refuse(`its entry "${name}" lies outside of it`)
    if (type !== 'File' && type !== 'OldFile' && type !== 'Directory')
      return this.#refuse(`its entry "${name}" is a ${type}; expected files and folders only`)
    return true
  }

  #refuse(what: string): false {
    this.#problem ??= bad(this.#path, what)
    return false
  }
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
