/** `assay export keras JOB` or `assay export keras FILE REF/SEED`: a trained model for other programs. */

import { join, relative, resolve } from 'node:path'

import type { JobRecord } from '@assay/core'
import { kerasModel, ShapeError } from '@assay/model-zoo'

import { writeAtomically } from '../base/atomic-file.js'
import { kerasFile } from '../export/keras-file.js'
import { readModel } from '../export/read-model.js'
import { UserError, type ExitCode } from '../base/failure.js'
import { findJob } from '../jobs/find-job.js'
import { openTarget, type Services } from '../target/open-target.js'
import { recall } from '../prepare/recall.js'
import { chooseTarget } from '../target/target.js'
import type { Surroundings } from './command.js'

/** The flags of `assay export`. */
export interface ExportFlags {
  readonly out?: string
  readonly inference?: boolean
}

/** Writes the model of one job as `<job>.keras`, and prints where. */
export async function exportModel(
  format: string,
  names: readonly string[],
  { out, inference }: ExportFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  if (format !== 'keras') throw new UserError('unknown-format', `Unknown format "${format}"; expected "keras".`)
  const { job, services } = await find(names, settings)
  try {
    const model = await readModel(job, services.storage)
    const bytes = await kerasFile(converted({ ...model, inferenceOnly: inference === true }))
    const path = join(resolve(settings.workingFolder, out ?? '.'), `${job.name}.keras`)
    await writeAtomically(path, bytes)
    terminal.out(relative(settings.workingFolder, path))
    return 0
  } finally {
    services.close()
  }
}

function converted(model: Parameters<typeof kerasModel>[0]): ReturnType<typeof kerasModel> {
  try {
    return kerasModel(model)
  } catch (error) {
    if (error instanceof ShapeError) throw new UserError('not-in-keras', error.message, { cause: error })
    throw error
  }
}

/** A job by its own name needs no file; by its variant it needs the file that names it. */
async function find(
  [first = '', ref]: readonly string[],
  settings: Surroundings['settings'],
): Promise<{ readonly job: JobRecord; readonly services: Services }> {
  if (ref !== undefined) {
    const recalled = await recall(first, settings)
    try {
      return { job: await findJob(recalled, ref), services: recalled.services }
    } catch (error) {
      recalled.services.close()
      throw error
    }
  }
  if (/\.ya?ml$/.test(first)) {
    throw new UserError('no-reference', `Name a job of "${first}": a variant with its seed, such as "baseline/1".`)
  }
  const services = await openTarget(chooseTarget(settings, undefined), settings.workingFolder)
  const described = await services.sagemaker.training.record(first).catch((error: unknown) => {
    services.close()
    throw error
  })
  if (described !== undefined) return { job: described, services }
  services.close()
  throw new UserError('no-such-job', `There is no job "${first}".`)
}
