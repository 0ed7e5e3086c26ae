/** A `.tar.gz` in the object store, read without unpacking anything to the disk. */

import { pipeline } from 'node:stream/promises'

import type { Storage } from './storage.js'

/** How to read an archive. Paths have no leading `./`. */
export interface ArchiveReader {
  /** How large a file may be to be read at all, in bytes; −1 for those that nobody wants. */
  readonly largest: (path: string) => number
  readonly take: (path: string, content: Buffer) => void
}

/** Reads the wanted files; returns false if the archive is missing or damaged. */
export async function readArchive(uri: string, storage: Storage, { largest, take }: ArchiveReader): Promise<boolean> {
  const { Parser } = await import('tar') // Only when it is needed; before the stream, whose errors need a listener.
  const stream = await storage.get(uri)
  if (stream === undefined) return false
  const parser = new Parser({
    strict: true,
    filter: (path, entry) => 'size' in entry && (entry.size ?? 0) <= largest(plain(path)),
    onReadEntry: (entry) => {
      const chunks: Buffer[] = []
      entry.on('data', (chunk: Buffer) => chunks.push(chunk))
      entry.on('end', () => take(plain(entry.path), Buffer.concat(chunks)))
    },
  })
  try {
    await pipeline(stream, parser as unknown as NodeJS.WritableStream)
    return true
  } catch (error) {
    if (isDamaged(error)) return false
    throw error
  }
}

function plain(path: string): string {
  return path.replace(/^\.\//, '')
}

/** An archive that is cut off or is not one: the job's own fault, not its reader's. */
function isDamaged(error: unknown): boolean {
  return error instanceof Error && /^(TAR_|Z_)/.test((error as NodeJS.ErrnoException).code ?? '')
}
