/** `assay run FILE [REF…]`: from the file to the report. */

import { renderTerminal } from '@assay/report'

import type { ExitCode } from '../base/failure.js'
import { partOf } from '../jobs/planned-jobs.js'
import { withParents } from '../jobs/with-parents.js'
import { readOverrides } from '../prepare/override.js'
import { prepare } from '../prepare/prepare.js'
import { answer } from '../run/answer.js'
import { abandoned, detached, letGo } from '../run/let-go.js'
import { compileReport } from '../show/compile-report.js'
import { requireBackend } from '../target/backend.js'
import type { Surroundings } from './command.js'
import { noteParents } from './note-parents.js'
import { noteWarnings } from './note-warnings.js'
import { openSession } from './session.js'

/** The flags of `assay run`. */
export interface RunFlags {
  readonly set: readonly string[]
  readonly detach?: boolean
  readonly retry?: boolean
  readonly json?: boolean
  readonly out?: string
}

/** Runs the jobs of a file that have no result yet, and reports on all of them. */
export async function run(
  file: string,
  refs: readonly string[],
  flags: RunFlags,
  around: Surroundings,
): Promise<ExitCode> {
  const { settings, terminal } = around
  requireBackend(settings)
  const overrides = readOverrides(flags.set)
  const prepared = await prepare(file, { settings, overrides }) //    parse, plan: YAML → Experiment → Variant[] → Plan
  const { plan } = prepared
  const wanted = withParents(plan, refs)
  noteWarnings(prepared, terminal)
  noteParents(refs, wanted, terminal)

  const session = await openSession(prepared, partOf(plan, wanted), around, flags.json)
  const { services, interruption, watch } = session
  try {
    await session.upload() //                                         data → S3, what is not there
    const outcome = await session.carryOut({ ...flags, refs: wanted }) // apply, watch: Plan → jobs → results → Plan …

    const leaving = { file, experiment: plan.experiment.name, sagemaker: services.sagemaker, interruption, terminal }
    if (session.isInterrupted) return await letGo(outcome, leaving)
    if (flags.detach === true) return detached(outcome, leaving)

    const known = { ...prepared, ...outcome, services }
    const place = { file, overrides, workingFolder: settings.workingFolder, out: flags.out }
    const compiled = await compileReport(known, { ...place, expected: outcome.watched }) // search, report
    if (flags.json === true) session.progress.show({ type: 'report', files: compiled.files })
    else terminal.out(`${renderTerminal(compiled.report, terminal)}\n${compiled.files.join('\n')}`)
    return answer(outcome, compiled, file, terminal)
  } catch (error) {
    await session.progress.close()
    abandoned(watch.open(), file, terminal)
    throw error
  } finally {
    await session.close()
  }
}
