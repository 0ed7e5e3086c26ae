/** Data sets → the object store, each uploaded once. */

import { stat } from 'node:fs/promises'

import type { RunEvent } from '../base/events.js'
import { UserError } from '../base/failure.js'
import type { Storage } from '../sagemaker/storage/storage.js'
import type { ChannelFile } from './files/channel-files.js'
import { type Dataset, datasetUri } from './datasets.js'

/** Files on their way at the same time. */
const sideBySide = 4

/** Sends the data sets that are not there yet, until the signal says to leave; tells each one that was sent. */
export async function* upload(
  datasets: readonly Dataset[],
  storage: Storage,
  bucket: string,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  const byDigest = new Map(datasets.map((dataset) => [dataset.summary.digest, dataset]))
  for (const { files, summary } of byDigest.values()) {
    if (files.length === 0) continue
    const uri = datasetUri(bucket, summary.digest)
    // Written last: if it is there, everything is.
    const marker = `${uri}manifest.json`
    if (await storage.exists(marker)) continue
    for (let start = 0; start < files.length; start += sideBySide) {
      if (signal.aborted) return
      await Promise.all(files.slice(start, start + sideBySide).map((file) => send(file, uri, storage)))
    }
    await storage.putText(marker, `${JSON.stringify(summary, undefined, 2)}\n`)
    yield { type: 'upload', uri, files: files.length, bytes: files.reduce((total, { size }) => total + size, 0) }
  }
}

/** A file that changed since it was hashed would make the digest a lie. */
async function send(
  { channel, name, path, size, modified }: ChannelFile,
  uri: string,
  storage: Storage,
): Promise<void> {
  await storage.putFile(`${uri}${channel}/${name}`, path)
  const now = await stat(path)
  if (now.size === size && now.mtimeMs === modified) return
  throw new UserError('data-changed', `"${path}" was changed while it was being read. Run again.`)
}
