/** `train`: runs a job under the SageMaker contract, writes `output/failure` and chooses the exit code. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { runJob } from '../job/job.js'
import type { JobEvents } from '../job/job.js'
import { JobFailure } from '../base/job-failure.js'
import { layout } from '../contract/layout.js'
import type { BackendRequest } from '../backends/tensorflow.js'

/** 0: trained, or stopped in good order. 1: the job is at fault. 70: this program has a bug. */
export type ExitCode = 0 | 1 | 70

/** Runs the job below `root`, on wasm unless another backend is requested. */
export async function trainCommand(root: string, events: JobEvents, backend?: () => BackendRequest): Promise<ExitCode> {
  const paths = layout(root, events.jobName)
  try {
    await runJob(paths, events, backend?.())
    return 0
  } catch (error) {
    const own = error instanceof JobFailure || isDiskError(error)
    const text = own ? `${(error as Error).message}\n` : `${String(error)}\n${(error as Error).stack ?? ''}\n`
    events.log(text.trimEnd())
    writeFailure(paths.failure, text, events)
    return own ? 1 : 70
  }
}

/** SageMaker shows the first 1,024 characters. */
function writeFailure(file: string, text: string, { log }: JobEvents): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    log(`The failure could not be written to "${file}": ${(error as Error).message}.`)
  }
}

/** Returns whether the disk is at fault: full or unreadable, which is not a bug. */
function isDiskError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return (
    typeof code === 'string' &&
    ['ENOSPC', 'EACCES', 'EROFS', 'EIO', 'EDQUOT', 'ENOENT', 'EFBIG', 'EPERM'].includes(code)
  )
}
