/** What our container left in `output.tar.gz`, read without unpacking anything to the disk. */

import { pipeline } from 'node:stream/promises'

import type { JobArtefact } from '@assay/core'
import { Parser } from 'tar'

import type { Storage } from './storage/storage.js'

const members = ['history', 'evaluation', 'environment'] as const

/** A member larger than this, in bytes, is not one of ours. */
const maximumSize = 64 * 1024 * 1024

/** Returns the artefact of a job, or undefined where there is none or it is not readable: a stopped job may lack it. */
export async function readArtefact(uri: string, storage: Storage): Promise<JobArtefact | undefined> {
  const stream = await storage.get(uri)
  if (stream === undefined) return undefined
  const found: Record<string, unknown> = {}
  const parser = new Parser({
    strict: true,
    filter: (path, entry) => memberOf(path) !== undefined && 'size' in entry && (entry.size ?? 0) <= maximumSize,
    onReadEntry: (entry) => {
      const chunks: Buffer[] = []
      entry.on('data', (chunk: Buffer) => chunks.push(chunk))
      entry.on('end', () => {
        const member = memberOf(entry.path)
        if (member !== undefined) found[member] = parseJson(Buffer.concat(chunks).toString('utf8'))
      })
    },
  })
  try {
    await pipeline(stream, parser as unknown as NodeJS.WritableStream)
  } catch (error) {
    if (isDamaged(error)) return undefined
    throw error
  }
  return found
}

function memberOf(path: string): (typeof members)[number] | undefined {
  return members.find((member) => path.replace(/^\.\//, '') === `${member}.json`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An archive that is cut off or is not one: the job's own fault, not the report's. */
function isDamaged(error: unknown): boolean {
  return error instanceof Error && /^(TAR_|Z_)/.test((error as NodeJS.ErrnoException).code ?? '')
}
