/** Records the experiment before the first job, so that a report needs nothing but SageMaker and S3. */

import { json } from 'node:stream/consumers'

import { digestOf, type Experiment, type Plan } from '@assay/core'

import type { Overrides } from './override.js'
import type { Prepared } from './prepare.js'
import type { Files } from '../base/invalid-experiment.js'
import type { Storage } from '../sagemaker/storage/storage.js'
import type { Target } from '../target/target.js'

/** The record of an experiment. */
export interface RecordedExperiment {
  readonly experiment: Experiment
  /** The file's text and that of those it extends, by path. */
  readonly files: Files
  readonly overrides: Overrides
  readonly plan: Plan
  readonly commit?: string
}

/** Writes the resolved experiment, its source text and its plan to `s3://<bucket>/assay/<experiment>/<digest>.json`. */
export async function recordExperiment(prepared: Prepared, storage: Storage): Promise<void> {
  const { experiment, files, overrides, plan, target, commit } = prepared
  const recorded: RecordedExperiment = {
    experiment,
    files,
    overrides,
    plan,
    ...(commit === undefined ? {} : { commit }),
  }
  await storage.putText(uriOf(experiment, target), `${JSON.stringify(recorded)}\n`)
}

/** Reads back the record of this experiment, written on this machine or another. */
export async function recallExperiment(
  experiment: Experiment,
  target: Target,
  storage: Storage,
): Promise<RecordedExperiment | undefined> {
  const stream = await storage.get(uriOf(experiment, target))
  return stream === undefined ? undefined : ((await json(stream)) as RecordedExperiment)
}

function uriOf(experiment: Experiment, { bucket }: Target): string {
  return `s3://${bucket}/assay/${experiment.name}/${digestOf(experiment)}.json`
}
