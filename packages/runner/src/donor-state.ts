/** A job that starts from the weights of another, and where that other one stands. */

import { attemptName, type JobRecord, jobRecord, type Step } from '@assay/core'

import { decide, latestAttempt } from './attempts.js'
import { UserError } from './failure.js'
import type { PlannedJob } from './planned-jobs.js'
import type { SageMaker } from './sagemaker.js'

/** Whether a job can be created. */
export type Readiness = 'ready' | 'waiting' | 'donor-failed'

/** Returns the job whose weights this one starts from, by its planned name. */
export function donorOf({ step }: { readonly step?: Step }): string | undefined {
  return step?.operation === 'CreateTrainingJob' ? step.after : undefined
}

/** Returns whether a job's donor has completed, as far as `records` know. */
export function readiness(job: PlannedJob, records: ReadonlyMap<string, JobRecord>, retries: number): Readiness {
  const donor = donorOf(job)
  if (donor === undefined) return 'ready'
  const { kind } = decide(donor, records, retries)
  if (kind === 'done') return 'ready'
  return kind === 'failed' ? 'donor-failed' : 'waiting'
}

/** Returns the step that reads the model which the donor has left, whichever attempt it was that completed. */
export function fromDonor(step: Step, records: ReadonlyMap<string, JobRecord>): Step {
  const donor = donorOf({ step })
  const name = donor === undefined ? undefined : latestAttempt(donor, records)?.record.name
  if (step.operation !== 'CreateTrainingJob' || donor === undefined || name === undefined || name === donor) return step
  const channels = step.input.InputDataConfig?.map((channel) => {
    const source = channel.DataSource?.S3DataSource
    if (channel.ChannelName !== 'init_weights' || source?.S3Uri === undefined) return channel
    const S3Uri = source.S3Uri.replace(`/jobs/${donor}/`, `/jobs/${name}/`)
    return { ...channel, DataSource: { S3DataSource: { ...source, S3Uri } } }
  })
  return { ...step, input: { ...step.input, InputDataConfig: channels } }
}

/**
 * Learns of the donors that this run does not create itself; `isWatched` tells those that it has created before.
 * @throws UserError where one of them has not completed.
 */
export async function learnDonors(
  jobs: readonly PlannedJob[],
  records: Map<string, JobRecord>,
  sagemaker: SageMaker,
  isWatched: (donor: string) => boolean,
): Promise<void> {
  const own = new Set(jobs.map(({ name }) => name))
  for (const job of jobs) {
    const donor = donorOf(job)
    if (donor === undefined || own.has(donor) || isWatched(donor)) continue
    if (decide(job.name, records, 0).kind === 'done') continue
    await learnDonor(donor, records, sagemaker)
    if (decide(donor, records, 0).kind === 'done') continue
    throw new UserError(
      'donor-not-completed',
      `"${job.ref}${job.kind === 'training' ? `/${job.seed}` : ''}" starts from the weights of the job "${donor}", which has not completed. Run the file that it belongs to first.`,
    )
  }
}

/** Learns what has become of each attempt at a donor. */
export async function learnDonor(donor: string, records: Map<string, JobRecord>, sagemaker: SageMaker): Promise<void> {
  for (let number = 1; ; number++) {
    const described = await sagemaker.describe(attemptName(donor, number))
    if (described === undefined) return
    records.set(attemptName(donor, number), jobRecord(described))
  }
}
