/** An experiment's jobs on SageMaker, found by tags, never by memory. */

import { experimentTagKey, jobRecord, type JobRecord, type Plan, stepName, type TuningRecord } from '@assay/core'
import { parseAttempt } from '@assay/core/internal'
import type { Tag } from '@aws-sdk/client-sagemaker'

import { readArtefact } from './artefact.js'
import { isTerminal } from '../base/events.js'
import type { Services } from '../target/open-target.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'
import type { Storage } from '../sagemaker/storage/storage.js'

/** Jobs that are known to have ended, though Search may not show it yet, each with its tags: Describe has none. */
export type Expected = ReadonlyMap<string, readonly Tag[]>

/**
 * Returns every training job of an experiment, by name, without artefacts; trials are among them. Search finds them;
 * because it lags, Describe reads the expected ones that it does not show as ended.
 */
export async function searchJobs(
  sagemaker: SageMaker,
  experiment: string,
  expected: Expected = new Map(),
): Promise<Map<string, JobRecord>> {
  const records = new Map<string, JobRecord>()
  for await (const job of sagemaker.training.search({ [`Tags.${experimentTagKey}`]: experiment })) {
    const record = jobRecord(job)
    records.set(record.name, record)
  }
  for (const [name, tags] of expected) {
    const shown = records.get(name)
    if (shown !== undefined && isTerminal(shown.status)) continue
    const record = await sagemaker.training.record(name, tags)
    if (record !== undefined) records.set(name, record)
  }
  return records
}

/** Returns these training jobs of a plan with their tags. */
export function expectedOf({ steps }: Plan, jobNames: readonly string[]): Expected {
  const tags = new Map(steps.map((step) => [stepName(step), step.input.Tags ?? []]))
  return new Map(jobNames.map((name) => [name, tags.get(parseAttempt(name).name) ?? []]))
}

/**
 * Returns every training job of the plan's experiment with its artefact, in order of names: those of the plan, trials
 * of the searches, and others.
 * @param takePredictions gets the file of each completed job, which is not kept.
 */
export async function search(
  plan: Plan,
  { sagemaker, storage }: Pick<Services, 'sagemaker' | 'storage'>,
  searches: readonly TuningRecord[] = [],
  expected: readonly string[] = [],
  takePredictions?: TakePredictions,
): Promise<readonly JobRecord[]> {
  const { name } = plan.experiment
  const ended = new Map([...expectedOf(plan, expected), ...endedTrials(name, searches)])
  const records = await searchJobs(sagemaker, name, ended)
  const sorted = [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return withArtefacts(sorted, storage, takePredictions)
}

function endedTrials(experiment: string, searches: readonly TuningRecord[]): Expected {
  return new Map(
    searches
      .filter(({ tags }) => tags[experimentTagKey] === experiment)
      .flatMap(({ tags, trials }) => {
        const inherited = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
        return trials.filter(({ status }) => isTerminal(status)).map((trial) => [trial.jobName, inherited] as const)
      }),
  )
}

/** Takes a job's `predictions.csv`. */
export type TakePredictions = (job: JobRecord, file: Buffer) => void

/** Artefacts are read a few at a time. */
const sideBySide = 8

async function withArtefacts(
  records: readonly JobRecord[],
  storage: Storage,
  takePredictions?: TakePredictions,
): Promise<readonly JobRecord[]> {
  const complete: JobRecord[] = []
  for (let start = 0; start < records.length; start += sideBySide) {
    const some = records.slice(start, start + sideBySide)
    complete.push(...(await Promise.all(some.map((record) => withArtefact(record, storage, takePredictions)))))
  }
  return complete
}

async function withArtefact(
  record: JobRecord,
  storage: Storage,
  takePredictions?: TakePredictions,
): Promise<JobRecord> {
  if (record.outputUri === undefined || !isTerminal(record.status)) return record
  // Trials are judged by what is trained again, never by their own rows.
  const isJudged = record.status === 'Completed' && record.tuningJobArn === undefined
  const take = takePredictions && isJudged ? (file: Buffer): void => takePredictions(record, file) : undefined
  const artefact = await readArtefact(record.outputUri, storage, take)
  return artefact === undefined ? record : { ...record, artefact }
}
