/** `assay run FILE [REF…]`: from the file to the report. */

import type { JobRecord } from '@assay/core'
import { renderTerminal } from '@assay/report'

import { apply } from '../apply.js'
import { hasFailed } from '../attempts.js'
import { requireBackend } from '../backend.js'
import { compileReport } from '../compile-report.js'
import { upload } from '../data/upload.js'
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
import type { Terminal } from '../terminal.js'
import { watch } from '../watch.js'
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
  requireBackend(settings)
  const overrides = readOverrides(flags.set)
  const prepared = await prepare(file, { settings, overrides }) //              YAML → Experiment → Variant[] → Plan
  const { plan, target, variants, datasets, warnings, files } = prepared
  const jobs = plannedJobs(plan, variants, refs)
  noteWarnings({ warnings, files }, terminal)

  const progress = openProgress(partOf(plan, jobs), terminal, { json: flags.json === true })
  progress.show({ type: 'target', name: target.name, description: target.description })
  const services = await openTarget(target, settings.workingFolder)
  const { sagemaker, storage, pollInterval } = services
  const interruption = listenForInterruption()
  const { signal } = interruption
  const experiment = plan.experiment.name
  const retries = flags.retry === true ? Infinity : 0
  try {
    await progress.follow(upload(datasets, storage, target.bucket, signal)) //  data → S3, what is not there
    await recordExperiment(prepared, storage) //                                the question → S3

    const existing = await searchJobs(sagemaker, experiment)
    const applying = apply(jobs, existing, sagemaker, { retries, pollInterval, signal })
    const watched = await progress.follow(applying) //                          Plan → jobs: create, adopt, skip
    const watching = watch(watched, sagemaker, { experiment, pollInterval, signal })
    if (flags.detach !== true) await progress.follow(watching) //               until each has ended
    await progress.close()

    if (signal.aborted) return await letGo(watched, { file, experiment, sagemaker, interruption, terminal })
    if (flags.detach === true) return detached(watched, file, terminal)

    const place = { workingFolder: settings.workingFolder, ...(flags.out === undefined ? {} : { out: flags.out }) }
    const compiled = await compileReport({ ...prepared, services }, { file, overrides, expected: watched, ...place }) // Search → Report
    if (flags.json === true) progress.show({ type: 'report', files: compiled.files })
    else terminal.out(`${renderTerminal(compiled.report, terminal)}\n${compiled.files.join('\n')}`)
    return answer(jobs, compiled.records, file, terminal)
  } finally {
    interruption.close()
    await progress.close()
    services.close()
  }
}

function detached(watched: readonly string[], file: string, terminal: Terminal): ExitCode {
  const jobs = watched.length === 1 ? '1 job goes' : `${watched.length} jobs go`
  terminal.note(
    `${jobs} on without this program. "assay status ${file}" shows them, "assay run ${file}" waits for them.`,
  )
  return 0
}

/** No, when a job that was asked for has not completed. */
function answer(
  jobs: readonly PlannedJob[],
  records: readonly JobRecord[],
  file: string,
  terminal: Terminal,
): ExitCode {
  const byName = new Map(records.map((record) => [record.name, record]))
  const failed = jobs.filter(({ name }) => hasFailed(name, byName))
  const [first] = failed
  if (first === undefined) return 0
  const count = failed.length === 1 ? '1 job has' : `${failed.length} jobs have`
  const log = `"assay logs ${file} ${first.ref}/${first.seed}" shows what it printed`
  terminal.note(`${count} not completed. ${log}; "assay run ${file} --retry" tries again.`)
  return 1
}
