/** The files that our container leaves in `output.tar.gz`. */

import type { JobArtefact } from '@assay/core'

import { readArchive } from '../sagemaker/storage/read-archive.js'
import type { Storage } from '../sagemaker/storage/storage.js'

const members = {
  history: 'history.json',
  evaluation: 'evaluation.json',
  environment: 'environment.json',
  learningRates: 'learning-rates.json',
} as const satisfies Partial<Record<keyof JobArtefact, string>>

/** The job's output on each held-out row; reduced by the caller, because it is by far the largest member. */
const predictionsFile = 'predictions.csv'

/** Predictions of some ten million rows, in bytes: a string of JavaScript's cannot be longer. */
const maximumPredictions = 500 * 1024 * 1024

/** A member larger than this, in bytes, is not one of ours. */
const maximumSize = 64 * 1024 * 1024

/** Thumbnails of mistakes: no larger, in bytes, and no more of them in one job. */
const maximumThumbnail = 48 * 1024
const maximumThumbnails = 64

/** The eight bytes with which a PNG begins. */
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * Returns the artifact of a job, or undefined if it is missing or not readable: a stopped job may lack it.
 * @param takePredictions gets `predictions.csv`, which is not kept.
 */
export async function readArtefact(
  uri: string,
  storage: Storage,
  takePredictions?: (file: Buffer) => void,
): Promise<JobArtefact | undefined> {
  const found: Record<string, unknown> = {}
  const images: Record<string, string> = {}
  const take = (path: string, content: Buffer): void => {
    const member = memberOf(path)
    if (path === predictionsFile) return takePredictions?.(content)
    if (member !== undefined) found[member] = parseJson(content.toString('utf8'))
    else if (Object.keys(images).length < maximumThumbnails) Object.assign(images, thumbnail(path, content))
  }
  const size = (path: string): number =>
    path === predictionsFile && takePredictions ? maximumPredictions : largest(path)
  if (!(await readArchive(uri, storage, { largest: size, take }))) return undefined
  return Object.keys(images).length === 0 ? found : { ...found, images }
}

/** Returns the maximum size of a member in bytes; −1 for those that are not ours. */
function largest(path: string): number {
  if (memberOf(path) !== undefined) return maximumSize
  return isThumbnail(path) ? maximumThumbnail : -1
}

function memberOf(path: string): string | undefined {
  return Object.entries(members).find(([, file]) => path === file)?.[0]
}

function isThumbnail(path: string): boolean {
  return /^mistakes\/(validation|test)-\d+\.png$/.test(path)
}

/** Leaves out a file that is no PNG. */
function thumbnail(path: string, content: Buffer): Record<string, string> {
  return isThumbnail(path) && content.subarray(0, 8).equals(pngSignature)
    ? { [path]: `data:image/png;base64,${content.toString('base64')}` }
    : {}
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
