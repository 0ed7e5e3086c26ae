/** Uploads a job's model and output data to S3, packed as SageMaker packs them. */
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { create } from 'tar'

import { containerLayout, s3Path, sandboxFolder } from '../base/layout.js'

/** The parts to upload, and their destination. */
export interface Upload {
  /** The S3 prefix of everything that the job leaves. */
  readonly uri: string
  readonly compressed: boolean
  /** A failed job has no model, but may have output. */
  readonly withModel: boolean
}

/** Uploads what a job has left in its sandbox. */
export async function uploadArtifacts(folder: string, job: string, upload: Upload): Promise<void> {
  const { uri, compressed, withModel } = upload
  const layout = containerLayout(sandboxFolder(folder, job))
  const target = s3Path(folder, uri)
  if (withModel) await pack(layout.model, target, 'model', compressed)
  await pack(layout.outputData, target, compressed ? 'output' : 'data', compressed)
}

async function pack(source: string, target: string, name: string, compressed: boolean) {
  const entries = await readdir(source).catch(() => [])
  if (entries.length === 0) return
  await mkdir(target, { recursive: true })
  const final = join(target, compressed ? `${name}.tar.gz` : name)
  const temporary = join(target, `.${name}.part`)
  await rm(temporary, { recursive: true, force: true })
  // "../training/" keeps a file whose name begins with "@" from being read as an archive.
  const files = entries.sort().map((entry) => `./${entry}`)
  if (compressed) await create({ gzip: true, portable: true, cwd: source, file: temporary }, files)
  else await cp(source, temporary, { recursive: true })
  await rm(final, { recursive: true, force: true })
  await rename(temporary, final)
}
