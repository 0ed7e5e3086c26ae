/** What SageMaker knows about an experiment: by tags, never by memory. */

import type { Tag } from '@aws-sdk/client-sagemaker'
import { attemptName, experimentTagKey, jobRecord, type JobRecord, type Plan } from '@assay/core'

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
 * Returns every job of the plan's experiment with its artefact, in order of names: what Search shows, and Describe for
 * planned jobs that Search does not show yet, or shows in a state that is past.
 */
export async function search(plan: Plan, sagemaker: SageMaker, storage: Storage): Promise<readonly JobRecord[]> {
  const records = await searchJobs(sagemaker, plan.experiment.name)
  for (const { input } of plan.steps) {
    await describeUnshown(input.TrainingJobName ?? '', input.Tags ?? [], records, sagemaker)
  }
  const sorted = [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return withArtefacts(sorted, storage)
}

/** Only jobs that may exist are asked for: those whose last known state was not the last one. */
async function describeUnshown(
  jobName: string,
  tags: readonly Tag[],
  records: Map<string, JobRecord>,
  sagemaker: SageMaker,
): Promise<void> {
  for (let number = 1; ; number++) {
    const name = attemptName(jobName, number)
    const shown = records.get(name)
    if (shown !== undefined && isTerminal(shown.status)) continue
    if (shown === undefined && number > 1) return
    const described = await sagemaker.describe(name)
    if (described === undefined) return
    records.set(name, jobRecord(described, tags))
  }
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
