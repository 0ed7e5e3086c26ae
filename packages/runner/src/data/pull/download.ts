/** Downloads a file, whole and checked. An interrupted download resumes, also in the next process. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import { ServiceError } from '../../base/failure.js'
import { makeFolder } from '../../base/make-folder.js'
import { nobody, type Watcher } from '../files/watcher.js'

/** The file to download. */
export interface Download {
  readonly url: string
  /** Hexadecimal. */
  readonly md5: string
}

/** How patient a download is. */
export interface Patience {
  /** Attempts in a row that bring no byte. */
  readonly attempts: number
  /** Milliseconds before the second attempt; each further wait is twice as long. */
  readonly wait: number
  /** Milliseconds without a byte after which a connection counts as lost. */
  readonly silence: number
}

const defaultPatience: Patience = { attempts: 4, wait: 1000, silence: 30_000 }

/** How to retry and watch a download. */
export interface DownloadOptions {
  readonly patience?: Patience
  readonly watcher?: Watcher
}

/**
 * Downloads the file to `path`, unless it is there already. `<path>.part` holds the bytes so far.
 * @throws ServiceError if the server cannot be reached, refuses, or sends another file.
 */
export async function download(
  { url, md5 }: Download,
  path: string,
  { patience = defaultPatience, watcher = nobody }: DownloadOptions = {},
): Promise<void> {
  if ((await sizeOf(path)) > 0 && (await md5Of(path)) === md5) return
  await makeFolder(dirname(path))
  const part = `${path}.part`
  for (let inVain = 0; ;) {
    const before = await sizeOf(part)
    const problem = await attempt({ url, md5 }, part, patience.silence, watcher)
    if (problem === undefined) break
    inVain = (await sizeOf(part)) > before ? 1 : inVain + 1
    if (problem.isFinal || inVain >= patience.attempts) throw unreachable(url, problem.text)
    await sleep(patience.wait * 2 ** (inVain - 1), undefined, { signal: watcher.signal })
  }
  const found = await md5Of(part)
  if (found !== md5) {
    // Going on with it would never mend it.
    await forget(part)
    throw new ServiceError(
      'wrong-checksum',
      `"${url}" is not the file that was expected: its MD5 is ${found}, expected ${md5}. What came was thrown away.`,
    )
  }
  await rename(part, path)
  await forget(part)
}

/** Returns how many bytes are here of what is to come to `path`. */
export async function bytesSoFar(path: string): Promise<number> {
  return (await sizeOf(path)) || (await sizeOf(`${path}.part`))
}

/** Returns the MD5 of a file, hexadecimal. */
export async function md5Of(path: string): Promise<string> {
  const digest = createHash('md5')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), digest)
  return digest.digest('hex')
}

interface Problem {
  readonly text: string
  /** Whether another attempt would end the same way. */
  readonly isFinal: boolean
}

async function attempt(
  { url, md5 }: Download,
  part: string,
  silence: number,
  { signal, tell }: Watcher,
): Promise<Problem | undefined> {
  const connection = new AbortController()
  const watch = setTimeout(() => connection.abort(new Error(`nothing came for ${silence / 1000} s`)), silence)
  try {
    const start = await sizeOf(part)
    const version = start === 0 ? undefined : await readFile(`${part}.version`, 'utf8').catch(() => undefined)
    const goesOn = version !== undefined
    const response = await fetch(url, {
      signal: AbortSignal.any([connection.signal, signal]),
      // Without a way to know that it is still the same file, it is fetched anew.
      headers: goesOn ? { range: `bytes=${start}-`, 'if-range': version, 'accept-encoding': 'identity' } : {},
    })
    if (response.status === 416) {
      if ((await md5Of(part)) === md5) return undefined
      await forget(part)
      return { text: 'it answered that the file is shorter than what came before', isFinal: false }
    }
    if (!response.ok || response.body === null) {
      return { text: `it answered ${response.status} ${response.statusText}`.trim(), isFinal: response.status < 500 }
    }
    const from = response.status === 206 ? startOf(response, start) : 0
    if (from === undefined) {
      await forget(part)
      return { text: 'it answered with another range than it was asked for', isFinal: false }
    }
    if (from === 0) await remember(part, response)
    const rest = Number(response.headers.get('content-length') ?? Number.NaN)
    const total = Number.isNaN(rest) ? undefined : from + rest
    await receive(response.body, part, from, (done) => {
      watch.refresh()
      tell({ what: `Downloading ${basename(new URL(url).pathname)}`, done, total, unit: 'bytes' })
    })
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    if ((error as NodeJS.ErrnoException).syscall !== undefined && isDisk(error)) throw error
    return { text: reasonOf(error), isFinal: false }
  } finally {
    clearTimeout(watch)
  }
}

/** Returns the offset of a partial answer, if the server sent what was asked for. */
function startOf(response: Response, asked: number): number | undefined {
  const [, start] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? []
  return Number(start) === asked ? asked : undefined
}

/** A strong name of the file's state, so that two halves are of one file. */
async function remember(part: string, { headers }: Response): Promise<void> {
  const tag = headers.get('etag')
  const version = tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
  if (version === null) await rm(`${part}.version`, { force: true })
  else await writeFile(`${part}.version`, version)
}

async function receive(
  body: ReadableStream<Uint8Array>,
  part: string,
  from: number,
  heard: (bytesSoFar: number) => void,
): Promise<void> {
  const file = await open(part, from === 0 ? 'w' : 'a')
  try {
    let bytes = from
    for await (const chunk of body) {
      await file.writeFile(chunk)
      heard((bytes += chunk.length))
    }
  } finally {
    await file.close()
  }
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true })
  await rm(`${part}.version`, { force: true })
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => ({ size: 0 }))).size
}

/** The disk's own answers are not the server's. */
function isDisk(error: unknown): boolean {
  return ['open', 'write', 'close', 'fsync', 'rename', 'unlink'].includes(
    (error as NodeJS.ErrnoException).syscall ?? '',
  )
}

/** `fetch` says "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return typeof cause === 'object' && cause !== null && 'message' in cause ? reasonOf(cause) : message
}

function unreachable(url: string, reason: string): ServiceError {
  return new ServiceError('download-failed', `"${url}" could not be fetched: ${reason}.`)
}
