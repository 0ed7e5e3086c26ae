/** What our container left in `output.tar.gz`, read without unpacking anything to the disk. */

import { pipeline } from 'node:stream/promises'

import type { JobArtefact } from '@assay/core'
import { Parser } from 'tar'

import type { Storage } from './storage/storage.js'

const members = {
  history: 'history.json',
  evaluation: 'evaluation.json',
  environment: 'environment.json',
  learningRates: 'learning-rates.json',
} as const satisfies Partial<Record<keyof JobArtefact, string>>

/** A member larger than this, in bytes, is not one of ours. */
const maximumSize = 64 * 1024 * 1024

/** Thumbnails of mistakes: no larger, in bytes, and no more of them in one job. */
const maximumThumbnail = 48 * 1024
const maximumThumbnails = 64

/** The eight bytes with which a PNG begins. */
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/** Returns the artefact of a job, or undefined where there is none or it is not readable: a stopped job may lack it. */
export async function readArtefact(uri: string, storage: Storage): Promise<JobArtefact | undefined> {
  const stream = await storage.get(uri)
  if (stream === undefined) return undefined
  const found: Record<string, unknown> = {}
  const images: Record<string, string> = {}
  const parser = new Parser({
    strict: true,
    filter: (path, entry) => 'size' in entry && (entry.size ?? 0) <= largest(path),
    onReadEntry: (entry) => {
      const chunks: Buffer[] = []
      entry.on('data', (chunk: Buffer) => chunks.push(chunk))
      entry.on('end', () => {
        const content = Buffer.concat(chunks)
        const member = memberOf(entry.path)
        if (member !== undefined) found[member] = parseJson(content.toString('utf8'))
        else if (Object.keys(images).length < maximumThumbnails) Object.assign(images, thumbnail(entry.path, content))
      })
    },
  })
  try {
    await pipeline(stream, parser as unknown as NodeJS.WritableStream)
  } catch (error) {
    if (isDamaged(error)) return undefined
    throw error
  }
  return Object.keys(images).length === 0 ? found : { ...found, images }
}

/** How large a member may be to be read at all, in bytes; −1 for those that are not ours. */
function largest(path: string): number {
  if (memberOf(path) !== undefined) return maximumSize
  return thumbnailPath(path) === undefined ? -1 : maximumThumbnail
}

function memberOf(path: string): string | undefined {
  return Object.entries(members).find(([, file]) => path.replace(/^\.\//, '') === file)?.[0]
}

function thumbnailPath(path: string): string | undefined {
  const plain = path.replace(/^\.\//, '')
  return /^mistakes\/(validation|test)-\d+\.png$/.test(plain) ? plain : undefined
}

/** A file that is no PNG is left out. */
function thumbnail(path: string, content: Buffer): Record<string, string> {
  const name = thumbnailPath(path)
  return name === undefined || !content.subarray(0, 8).equals(pngSignature)
    ? {}
    : { [name]: `data:image/png;base64,${content.toString('base64')}` }
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
