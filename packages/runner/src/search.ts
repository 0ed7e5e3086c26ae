/** What SageMaker knows about an experiment: by tags, never by memory. */

import { experimentTagKey, jobRecord, type JobRecord, parseAttempt, type Plan, stepName } from '@assay/core'

import { readArtefact } from './artefact.js'
import { isTerminal } from './events.js'
import type { SageMaker } from './sagemaker.js'
import type { Storage } from './storage/storage.js'

/** Returns every job of an experiment, by name, without artefacts. Jobs created a moment ago may be missing. */
export async function searchJobs(sagemaker: SageMaker, experiment: string): Promise<Map<string, JobRecord>> {
  const records = new Map<string, JobRecord>()
  for await (const job of sagemaker.search({ [`Tags.${experimentTagKey}`]: experiment })) {
    const record = jobRecord(job)
    records.set(record.name, record)
  }
  return records
}

/**
 * Returns every job of the plan's experiment with its artefact, in order of names: what Search shows. Search lags, so
 * Describe is asked for the jobs that are `expected` to have ended and that Search does not show so yet.
 */
export async function search(
  plan: Plan,
  sagemaker: SageMaker,
  storage: Storage,
  expected: readonly string[] = [],
): Promise<readonly JobRecord[]> {
  const records = await searchJobs(sagemaker, plan.experiment.name)
  const tags = new Map(plan.steps.map((step) => [stepName(step), step.input.Tags]))
  for (const name of expected) {
    const shown = records.get(name)
    if (shown !== undefined && isTerminal(shown.status)) continue
    const described = await sagemaker.describe(name)
    if (described !== undefined) records.set(name, jobRecord(described, tags.get(parseAttempt(name).name)))
  }
  const sorted = [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return withArtefacts(sorted, storage)
}

/** Artefacts are read a few at a time. */
const sideBySide = 8

async function withArtefacts(records: readonly JobRecord[], storage: Storage): Promise<readonly JobRecord[]> {
  const complete: JobRecord[] = []
  for (let start = 0; start < records.length; start += sideBySide) {
    const some = records.slice(start, start + sideBySide)
    complete.push(...(await Promise.all(some.map((record) => withArtefact(record, storage)))))
  }
  return complete
}

async function withArtefact(record: JobRecord, storage: Storage): Promise<JobRecord> {
  if (record.outputUri === undefined || !isTerminal(record.status)) return record
  const artefact = await readArtefact(record.outputUri, storage)
  return artefact === undefined ? record : { ...record, artefact }
}
