/** Results on SageMaker → the report, in the terminal and in files. */

import { join } from 'node:path'

import type { JobRecord, Plan, TuningRecord } from '@assay/core'
import { analyse, type JudgedRows, type Report } from '@assay/report'

import type { Services } from '../target/open-target.js'
import type { Overrides } from '../prepare/override.js'
import type { Recalled } from '../prepare/recall.js'
import { writeReport } from './report-files.js'
import { judgedRows, readingOf } from '../observe/judged-rows.js'
import { search } from '../observe/search.js'
import { stateFolder } from '../target/state-folder.js'
import { readTuningJobs } from '../observe/tuning-jobs.js'

/** How the report is made. */
export interface ReportOptions {
  readonly file: string
  readonly overrides: Overrides
  readonly workingFolder: string
  /** The folder of the files. Default: `.assay/reports/<experiment>`. */
  readonly out?: string | undefined
  /** Jobs that are known to have ended, though Search may not show it yet. */
  readonly expected?: readonly string[]
}

/** The inputs of a report. */
export type Reported = Pick<Recalled, 'plan' | 'searches' | 'services' | 'target' | 'commit' | 'prices'>

/** A report and what it was made from. */
export interface CompiledReport {
  readonly report: Report
  readonly records: readonly JobRecord[]
  readonly files: readonly string[]
}

/** Searches the plan's jobs, analyses them, and writes the report's files. */
export async function compileReport(
  { plan, searches, services, target, commit, prices }: Reported,
  { file, overrides, workingFolder, out, expected }: ReportOptions,
): Promise<CompiledReport> {
  const rows = new Map<string, JudgedRows>()
  const records = await search(plan, services, searches, expected, (job, file) => {
    const judged = judgedRows(file, readingOf(job, plan.experiment.objective.metric))
    if (judged) rows.set(job.name, judged)
  })
  const report = analyse(plan, records, {
    file,
    rows,
    target: target.name,
    setOverrides: Object.entries(overrides).map(([name, value]) => `${name}=${value}`),
    ...(commit === undefined ? {} : { commit }),
    ...(prices && { prices }),
    searches: await withRetired(searches, records, plan, services),
  })
  const folder = out ?? join(stateFolder(workingFolder).reports, plan.experiment.name)
  return { report, records, files: await writeReport(report, folder) }
}

/** Reads searches that the file no longer has, only if there are trials of such. */
async function withRetired(
  searches: readonly TuningRecord[],
  records: readonly JobRecord[],
  plan: Plan,
  { sagemaker }: Services,
): Promise<readonly TuningRecord[]> {
  const isRetired = searches.length === 0 && records.some(({ tuningJobArn }) => tuningJobArn !== undefined)
  return isRetired ? readTuningJobs(sagemaker, { experiment: plan.experiment.name }) : searches
}
