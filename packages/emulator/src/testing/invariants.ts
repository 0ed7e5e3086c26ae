/** Invariants after any fault, checked through the API and the folder only. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { paginateListTrainingJobs } from '@aws-sdk/client-sagemaker'
import type {
  DescribeTrainingJobCommandOutput,
  HyperParameterTrainingJobSummary,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'

import { describeJob, isEnded, waitForJob } from './fixture.js'
import { listTrials, waitForTuning } from './tuning.js'

const legal: Readonly<Record<string, readonly string[]>> = {
  Starting: ['Downloading', 'Stopping', 'Failed', 'Interrupted'],
  Downloading: ['Training', 'Stopping', 'Failed', 'Interrupted'],
  Training: ['Uploading', 'Stopping', 'Failed', 'Interrupted'],
  Uploading: ['Completed', 'Stopping', 'Failed', 'Interrupted'],
  Interrupted: ['Starting', 'Stopping'],
  Stopping: ['Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded'],
}

/** The facts that a test knows. */
export interface Known {
  /** Names that were answered with 200. */
  readonly acknowledged: ReadonlySet<string>
  /** Names that were asked for, answered or not. */
  readonly requested: ReadonlySet<string>
  /** Names whose stop was answered with 200. */
  readonly stopped: ReadonlySet<string>
  /** Names of the training jobs of tuning jobs, which nobody requests one by one. */
  readonly children?: readonly string[]
  /** A file to which each start of a process adds a line: its job's name and its number. */
  readonly starts: string
}

/** Waits until all jobs have ended, then returns every violated invariant as a sentence. */
export async function violations(client: SageMakerClient, known: Known): Promise<string[]> {
  const found: string[] = []
  const listed = await listNames(client)
  for (const name of known.acknowledged) if (!listed.has(name)) found.push(`I1: acknowledged job "${name}" is gone.`)
  const children = new Set(known.children)
  for (const name of listed)
    if (!known.requested.has(name) && !children.has(name)) found.push(`I2: job "${name}" was never requested.`)
  const starts = readStarts(known.starts)
  for (const name of listed) {
    await waitForJob(client, name, isEnded, 60)
    found.push(...violationsOf(await describeJob(client, name), starts.filter((each) => each.name === name).length))
  }
  for (const name of known.stopped)
    if ((await describeJob(client, name)).TrainingJobStatus !== 'Stopped')
      found.push(`I1: the stop of "${name}" was lost.`)
  for (const { name, pid } of starts)
    if (isRunning(pid, name)) found.push(`I6: process ${pid} of "${name}" was left over.`)
  return found
}

function violationsOf(job: DescribeTrainingJobCommandOutput, starts: number): string[] {
  const name = job.TrainingJobName ?? ''
  const found: string[] = []
  const transitions = job.SecondaryStatusTransitions ?? []
  const interruptions = transitions.filter(({ Status }) => Status === 'Interrupted').length
  if (starts > interruptions + 1)
    found.push(`I3: job "${name}" was started ${starts} times, with ${interruptions} interruptions recorded.`)
  transitions.forEach(({ Status = '', StartTime, EndTime }, index) => {
    const before = transitions[index - 1]
    if (before && !legal[before.Status ?? '']?.includes(Status))
      found.push(`I5: job "${name}" went from ${before.Status} to ${Status}.`)
    if (before?.EndTime?.getTime() !== (before && StartTime?.getTime()) || (EndTime ?? 0) < (StartTime ?? 0))
      found.push(`I5: the times of ${Status} of job "${name}" do not follow those before.`)
  })
  return found
}

/** Waits until a tuning job has ended, then returns every violated invariant of it as a sentence. */
export async function tuningViolations(client: SageMakerClient, name: string): Promise<string[]> {
  const job = await waitForTuning(client, name)
  const trials = await listTrials(client, name)
  const { MaxNumberOfTrainingJobs = Infinity, MaxParallelTrainingJobs = NaN } =
    job.HyperParameterTuningJobConfig?.ResourceLimits ?? {}
  const found: string[] = []
  const check = (holds: boolean, sentence: string) => {
    if (!holds) found.push(`I4: of tuning job "${name}": ${sentence}`)
  }
  const of = (status: string) => trials.filter(({ TrainingJobStatus }) => TrainingJobStatus === status).length
  const counted = [of('Completed'), 0, 0, of('Failed'), of('Stopped')]
  const { Completed, InProgress, RetryableError, NonRetryableError, Stopped } = job.TrainingJobStatusCounters ?? {}
  const counters = [Completed, InProgress, RetryableError, NonRetryableError, Stopped]
  check(counters.join() === counted.join(), `its counters are ${counters.join()}, its training jobs ${counted.join()}.`)
  check(trials.length <= MaxNumberOfTrainingJobs, `it has ${trials.length} training jobs.`)
  if (job.HyperParameterTuningJobStatus === 'Completed')
    check(trials.length === MaxNumberOfTrainingJobs, `it is Completed with ${trials.length} training jobs.`)
  trials.forEach(({ TrainingJobName = '' }, index) =>
    check(
      TrainingJobName.startsWith(`${name}-${String(index + 1).padStart(3, '0')}-`),
      `"${TrainingJobName}" is number ${index + 1}.`,
    ),
  )
  const tried = new Set(
    trials.map(({ TunedHyperParameters = {} }) => JSON.stringify(Object.entries(TunedHyperParameters).sort())),
  )
  check(tried.size === trials.length, 'the same hyperparameters were tried twice.')
  check(atOnce(trials) <= MaxParallelTrainingJobs, `it had ${atOnce(trials)} training jobs at once.`)
  return found
}

/** The most training jobs that there were between their creation and their end at any time. */
function atOnce(trials: readonly HyperParameterTrainingJobSummary[]): number {
  const changes = trials.flatMap(({ CreationTime, TrainingEndTime }) => [
    { time: CreationTime?.getTime() ?? 0, change: 1 },
    { time: TrainingEndTime?.getTime() ?? Infinity, change: -1 },
  ])
  let now = 0
  return Math.max(
    0,
    ...changes.sort((a, b) => a.time - b.time || a.change - b.change).map(({ change }) => (now += change)),
  )
}

async function listNames(client: SageMakerClient): Promise<Set<string>> {
  const names = new Set<string>()
  for await (const page of paginateListTrainingJobs({ client, pageSize: 100 }, {}))
    for (const { TrainingJobName = '' } of page.TrainingJobSummaries ?? []) names.add(TrainingJobName)
  return names
}

/** Reads the lines "name pid" that the processes of the test wrote. */
export function readStarts(file: string): { readonly name: string; readonly pid: number }[] {
  const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => ({ name: line.split(' ')[0] ?? '', pid: Number(line.split(' ')[1]) }))
}

function isRunning(pid: number, name: string): boolean {
  try {
    return readFileSync(join('/proc', String(pid), 'environ'), 'utf8').includes(`TRAINING_JOB_NAME=${name}\0`)
  } catch {
    return false
  }
}
