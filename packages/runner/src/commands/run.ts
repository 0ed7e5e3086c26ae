/** `assay run FILE [REF…]`: from the file to the report. */

import { renderTerminal } from '@assay/report'

import { apply } from '../apply.js'
import { hasFailed } from '../attempts.js'
import { compileReport } from '../compile-report.js'
import { upload } from '../data/upload.js'
import { isTerminal } from '../events.js'
import type { ExitCode } from '../failure.js'
import { listenForInterruption } from '../interruption.js'
import { letGo } from '../let-go.js'
import { openTarget } from '../open-target.js'
import { readOverrides } from '../override.js'
import { partOf, type PlannedJob, plannedJobs } from '../planned-jobs.js'
import { prepare } from '../prepare.js'
import { openProgress } from '../progress.js'
import { recordExperiment } from '../record-experiment.js'
import { searchJobs } from '../search.js'
import { look, watch } from '../watch.js'
import type { Surroundings } from './command.js'
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
  const overrides = readOverrides(flags.set)
  const prepared = await prepare(file, { settings, overrides }) //                     YAML → Experiment → Variant[] → Plan
  const { plan, target, datasets } = prepared
  const jobs = plannedJobs(plan, prepared.variants, refs)
  noteWarnings(prepared, terminal)

  const progress = openProgress(partOf(plan, jobs), terminal, { json: flags.json === true })
  progress.show({ type: 'target', name: target.name, description: target.description })
  const services = await openTarget(target, settings.workingFolder)
  const { sagemaker, storage, pollInterval } = services
  const interruption = listenForInterruption()
  const { signal } = interruption
  try {
    await progress.follow(upload(datasets, storage, target.bucket, signal)) //         data → S3, what is not there
    await recordExperiment(prepared, storage) //                                       what was asked → S3

    const allowed = prepared.experiment.on_failure?.retry ?? 0
    let retries = flags.retry === true ? Infinity : allowed
    let watched: readonly string[]
    do {
      const records = await searchJobs(sagemaker, plan.experiment.name)
      watched = await progress.follow(apply(jobs, records, sagemaker, { retries, pollInterval, signal })) // Plan → jobs
      if (flags.detach === true) break
      await progress.follow(watch(watched, sagemaker, { experiment: plan.experiment.name, pollInterval, signal }))
      retries = allowed
    } while (retries > 0 && watched.length > 0 && !signal.aborted)
    await progress.close()

    if (signal.aborted) {
      const running = (await look(watched, sagemaker, plan.experiment.name)).filter(({ status }) => !isTerminal(status))
      await letGo(
        running.map(({ name }) => name),
        file,
        sagemaker,
        interruption,
        terminal,
      )
      return interruption.exitCode()
    }
    if (flags.detach === true) {
      terminal.note(
        `${watched.length} jobs run. "assay status ${file}" shows them, "assay run ${file}" waits for them.`,
      )
      return 0
    }

    const options = { file, overrides, workingFolder: settings.workingFolder, ...(flags.out ? { out: flags.out } : {}) }
    const { report, records, files } = await compileReport({ ...prepared, services }, options) // Search → Report → files
    if (flags.json === true) progress.show({ type: 'report', files })
    else terminal.out(`${renderTerminal(report, terminal)}\n${files.join('\n')}`)
    const byName = new Map(records.map((record) => [record.name, record]))
    const failed = jobs.filter(({ name }) => hasFailed(name, byName))
    if (failed.length > 0) terminal.note(adviseOnFailures(failed, file))
    return failed.length > 0 ? 1 : 0
  } finally {
    interruption.close()
    await progress.close()
    services.close()
  }
}

function adviseOnFailures(failed: readonly PlannedJob[], file: string): string {
  const [{ ref, seed } = { ref: '', seed: 0 }] = failed
  const count = failed.length === 1 ? '1 job has' : `${failed.length} jobs have`
  return `${count} not completed. "assay logs ${file} ${ref}/${seed}" shows what it printed; "assay run ${file} --retry" tries again.`
}
