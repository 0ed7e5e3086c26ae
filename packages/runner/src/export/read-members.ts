/** Some files of a `.tar.gz` in the object store, read without unpacking anything to the disk. */

import { pipeline } from 'node:stream/promises'

import { Parser } from 'tar'

import type { Storage } from '../storage/storage.js'

/**
 * Returns the wanted files by name; undefined where there is no such archive, or it is damaged.
 */
export async function readMembers(
  uri: string,
  wanted: readonly string[],
  storage: Storage,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const stream = await storage.get(uri)
  if (stream === undefined) return undefined
  const found = new Map<string, Buffer>()
  const nameOf = (path: string): string => path.replace(/^\.\//, '')
  const parser = new Parser({
    strict: true,
    filter: (path) => wanted.includes(nameOf(path)),
    onReadEntry: (entry) => {
      const chunks: Buffer[] = []
      entry.on('data', (chunk: Buffer) => chunks.push(chunk))
      entry.on('end', () => found.set(nameOf(entry.path), Buffer.concat(chunks)))
    },
  })
  try {
    await pipeline(stream, parser as unknown as NodeJS.WritableStream)
  } catch (error) {
    if (error instanceof Error && /^(TAR_|Z_)/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
  return found
}
