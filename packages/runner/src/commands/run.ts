/** `assay run FILE [REF…]`: from the file to the report. */

import { renderTerminal } from '@assay/report'

import { answer } from '../run/answer.js'
import { requireBackend } from '../target/backend.js'
import { compileReport } from '../show/compile-report.js'
import { upload } from '../data/upload.js'
import type { ExitCode } from '../base/failure.js'
import { listenForInterruption } from '../process/interruption.js'
import { abandoned, detached, letGo } from '../run/let-go.js'
import { openTarget } from '../target/open-target.js'
import { readOverrides } from '../prepare/override.js'
import { partOf } from '../jobs/planned-jobs.js'
import { prepare } from '../prepare/prepare.js'
import { openProgress } from '../show/progress.js'
import { inRounds } from '../run/rounds.js'
import { openWatch } from '../run/watch.js'
import { withParents } from '../jobs/with-parents.js'
import type { Surroundings } from './command.js'
import { noteParents } from './note-parents.js'
import { noteWarnings } from './note-warnings.js'

/** The flags of `assay run`. */
export interface RunFlags {
  readonly set: readonly string[]
  readonly detach?: boolean
  readonly retry?: boolean
  readonly json?: boolean
  readonly out?: string
}

/** Runs what the file asks for and is not there yet, and reports on all of it. */
export async function run(
  file: string,
  refs: readonly string[],
  flags: RunFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  requireBackend(settings)
  const overrides = readOverrides(flags.set)
  const prepared = await prepare(file, { settings, overrides }) //              YAML → Experiment → Variant[] → Plan
  const { plan, target, datasets } = prepared
  const wanted = withParents(plan, refs)
  noteWarnings(prepared, terminal)
  noteParents(refs, wanted, terminal)

  const progress = openProgress(partOf(plan, wanted), terminal, { json: flags.json === true })
  progress.show({ type: 'target', name: target.name, description: target.description })
  const services = await openTarget(target, settings.workingFolder)
  const interruption = listenForInterruption()
  const { signal } = interruption
  const watch = openWatch(services.sagemaker, { ...services, experiment: plan.experiment.name, signal })
  const isDetached = flags.detach === true
  const retries = flags.retry === true ? Infinity : 0
  try {
    await progress.follow(upload(datasets, services.storage, target.bucket, signal)) // data → S3, what is not there
    const options = { refs: wanted, retries, detach: isDetached, watch, signal }
    const outcome = await progress.follow(inRounds(prepared, services, options)) //     Plan → jobs → results → Plan …
    await progress.close()

    const leaving = { file, experiment: plan.experiment.name, sagemaker: services.sagemaker, interruption, terminal }
    if (signal.aborted) return await letGo(outcome, leaving)
    if (isDetached) return detached(outcome, leaving)

    const place = { workingFolder: settings.workingFolder, ...(flags.out === undefined ? {} : { out: flags.out }) }
    const known = { ...prepared, ...outcome, services }
    const compiled = await compileReport(known, { file, overrides, expected: outcome.watched, ...place }) // Search → Report
    if (flags.json === true) progress.show({ type: 'report', files: compiled.files })
    else terminal.out(`${renderTerminal(compiled.report, terminal)}\n${compiled.files.join('\n')}`)
    return answer(outcome, compiled, file, terminal)
  } catch (error) {
    await progress.close()
    abandoned(watch.open(), file, terminal)
    throw error
  } finally {
    interruption.close()
    await progress.close()
    services.close()
  }
}
