/** Reading data files, with failures that name them. */

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { JobFailure } from '../../base/job-failure.js'

/** A file's bytes at positions. */
export interface OpenFile {
  readonly path: string
  readonly size: number
  /** Fills `target` with the bytes from `position` on. */
  readonly readInto: (target: Uint8Array, position: number) => void
}

/** Returns the sorted paths of a folder's files (or the file itself), without hidden ones. */
export function listFiles(folder: string): string[] {
  if (statSync(folder).isFile()) return [folder]
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(folder, name))
    .filter((path) => !statSync(path).isDirectory())
    .sort()
}

/** Returns whether a file is compressed by gzip, whatever its name. @see https://datatracker.ietf.org/doc/html/rfc1952 */
export function isCompressed(path: string): boolean {
  return usePlain(path, ({ size, readInto }) => {
    const head = new Uint8Array(Math.min(size, 2))
    readInto(head, 0)
    return head[0] === 0x1f && head[1] === 0x8b
  })
}

/** Opens a file while `use` runs. Decompresses it if its name ends in `.gz`. */
export function withFile<Result>(path: string, use: (file: OpenFile) => Result): Result {
  return path.endsWith('.gz') ? use(unpacked(path)) : usePlain(path, use)
}

/** Opens a file until the process ends. */
export function keepOpen(path: string): OpenFile {
  return openedFile(path, openSync(path, 'r'))
}

function usePlain<Result>(path: string, use: (file: OpenFile) => Result): Result {
  const descriptor = openSync(path, 'r')
  try {
    return use(openedFile(path, descriptor))
  } finally {
    closeSync(descriptor)
  }
}

function openedFile(path: string, descriptor: number): OpenFile {
  return {
    path,
    size: fstatSync(descriptor).size,
    readInto: (target, position) => {
      for (let done = 0; done < target.length;) {
        const count = readSync(descriptor, target, done, target.length - done, position + done)
        if (count === 0) throw new JobFailure(`The file "${path}" ends after ${position + done} bytes.`)
        done += count
      }
    },
  }
}

function unpacked(path: string): OpenFile {
  let bytes: Buffer
  try {
    bytes = gunzipSync(readFileSync(path))
  } catch (error) {
    throw new JobFailure(`The file "${path}" cannot be unpacked: ${(error as Error).message}.`, { cause: error })
  }
  return {
    path,
    size: bytes.length,
    readInto: (target, position) => target.set(bytes.subarray(position, position + target.length)),
  }
}
