/** Jobs that start from the weights of others, and whether those donors have completed. */

import type { Channel, HyperParameterTrainingJobDefinition } from '@aws-sdk/client-sagemaker'
import type { JobRecord } from '@assay/core'
import { attemptName } from '@assay/core/internal'

import { decide, latestAttempt } from './attempts.js'
import type { MissingDonor } from './missing-donors.js'
import type { PlannedJob } from './planned-jobs.js'
import type { Creation, SageMaker } from '../sagemaker/resources/sagemaker.js'

/** A step that may wait for jobs whose weights its own start from. */
export interface Heir extends Creation {
  readonly after?: string | readonly string[]
}

/** Whether a job can be created. */
export type Readiness = 'ready' | 'waiting' | 'donor-failed'

/** Returns the planned names of the jobs whose weights this job, or the trials of this search, start from. */
export function donorsOf({ step }: { readonly step?: Heir | undefined }): readonly string[] {
  if (step?.after === undefined) return []
  return typeof step.after === 'string' ? [step.after] : step.after
}

/** Returns whether all of a job's donors have completed, as far as `records` know. */
export function readiness(job: PlannedJob, records: ReadonlyMap<string, JobRecord>, retries: number): Readiness {
  const kinds = donorsOf(job).map((donor) => decide(donor, records, retries).kind)
  if (kinds.includes('failed')) return 'donor-failed'
  return kinds.every((kind) => kind === 'done') ? 'ready' : 'waiting'
}

/** Returns the step with channels that read from the donors' latest attempts, which are those that completed. */
export function fromDonors<Step extends Heir>(step: Step, records: ReadonlyMap<string, JobRecord>): Step {
  const renamed = donorsOf({ step }).flatMap((donor) => {
    const name = latestAttempt(donor, records)?.record.name ?? donor
    return name === donor ? [] : [[`/jobs/${donor}/`, `/jobs/${name}/`] as const]
  })
  if (renamed.length === 0) return step
  const read = (channels: readonly Channel[]): Channel[] =>
    channels.map((channel) => (channel.ChannelName === 'init_weights' ? fromAttempt(channel, renamed) : channel))
  const { InputDataConfig: own, TrainingJobDefinition: single, TrainingJobDefinitions: several } = step.input as Reading
  const define = (one: HyperParameterTrainingJobDefinition): HyperParameterTrainingJobDefinition => ({
    ...one,
    InputDataConfig: read(one.InputDataConfig ?? []),
  })
  return {
    ...step,
    input: {
      ...step.input,
      ...(own && { InputDataConfig: read(own) }),
      ...(single && { TrainingJobDefinition: define(single) }),
      ...(several && { TrainingJobDefinitions: several.map(define) }),
    },
  }
}

/** The parts of a step's input that name channels. */
interface Reading {
  readonly InputDataConfig?: readonly Channel[]
  readonly TrainingJobDefinition?: HyperParameterTrainingJobDefinition
  readonly TrainingJobDefinitions?: readonly HyperParameterTrainingJobDefinition[]
}

function fromAttempt(channel: Channel, renamed: readonly (readonly [from: string, to: string])[]): Channel {
  const source = channel.DataSource?.S3DataSource
  if (source?.S3Uri === undefined) return channel
  const S3Uri = renamed.reduce((uri, [from, to]) => uri.replace(from, to), source.S3Uri)
  return { ...channel, DataSource: { S3DataSource: { ...source, S3Uri } } }
}

/**
 * Reads the records of donors that this run does not create itself, and returns those that have not completed. `toCreate`
 * are the jobs that do not exist yet; `isWatched` is true for donors that this run has created. Without `sagemaker`,
 * nothing was ever run.
 */
export async function learnDonors(
  { jobs, toCreate }: { readonly jobs: readonly PlannedJob[]; readonly toCreate: readonly PlannedJob[] },
  records: Map<string, JobRecord>,
  sagemaker: SageMaker | undefined,
  isWatched: (donor: string) => boolean,
): Promise<readonly MissingDonor[]> {
  const own = new Set(jobs.map(({ name }) => name))
  const missing: MissingDonor[] = []
  for (const job of toCreate) {
    for (const donor of donorsOf(job)) {
      if (own.has(donor) || isWatched(donor)) continue
      if (sagemaker) await learnDonor(donor, records, sagemaker)
      const { kind: standing } = decide(donor, records, 0)
      if (standing !== 'done') missing.push({ job, donor, standing })
    }
  }
  return missing
}

/** Reads the record of each attempt at a donor. */
export async function learnDonor(donor: string, records: Map<string, JobRecord>, sagemaker: SageMaker): Promise<void> {
  for (let number = 1; ; number++) {
    const record = await sagemaker.training.record(attemptName(donor, number))
    if (record === undefined) return
    records.set(record.name, record)
  }
}
