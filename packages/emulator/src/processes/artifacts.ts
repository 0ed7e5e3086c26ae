/** What a job leaves in S3: its model and its output data, packed as SageMaker packs them. */
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { create } from 'tar'

import { outputUri } from '../resources/training-job/describe.js'
import { containerLayout, s3Path, sandboxFolder } from '../base/layout.js'
import { nameOf } from '../resources/training-job/record.js'
import type { TrainingJob } from '../resources/training-job/record.js'

/** Uploads what there is. A failed job has no model, but may have output. */
export async function uploadArtifacts(folder: string, job: TrainingJob, withModel: boolean): Promise<void> {
  const layout = containerLayout(sandboxFolder(folder, nameOf(job)))
  const target = s3Path(folder, outputUri(job))
  const compressed = job.request.OutputDataConfig.CompressionType !== 'NONE'
  if (withModel) await upload(layout.model, target, 'model', compressed)
  await upload(layout.outputData, target, compressed ? 'output' : 'data', compressed)
}

async function upload(source: string, target: string, name: string, compressed: boolean) {
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
