/** What must hold after any fault, checked through the API and the folder only. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { paginateListTrainingJobs } from '@aws-sdk/client-sagemaker'
import type { DescribeTrainingJobCommandOutput, SageMakerClient } from '@aws-sdk/client-sagemaker'

import { describeJob, isEnded, waitForJob } from './fixture.js'

const legal: Readonly<Record<string, readonly string[]>> = {
  Starting: ['Downloading', 'Stopping', 'Failed', 'Interrupted'],
  Downloading: ['Training', 'Stopping', 'Failed', 'Interrupted'],
  Training: ['Uploading', 'Stopping', 'Failed', 'Interrupted'],
  Uploading: ['Completed', 'Stopping', 'Failed', 'Interrupted'],
  Interrupted: ['Starting', 'Stopping'],
  Stopping: ['Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded'],
}

/** What the test knows. */
export interface Known {
  /** Names that were answered with 200. */
  readonly acknowledged: ReadonlySet<string>
  /** Names that were asked for, answered or not. */
  readonly requested: ReadonlySet<string>
  /** Names whose stop was answered with 200. */
  readonly stopped: ReadonlySet<string>
  /** A file to which each start of a process adds a line: its job's name and its number. */
  readonly starts: string
}

/** Waits until all jobs have ended, then returns every violated invariant as a sentence. */
export async function violations(client: SageMakerClient, known: Known): Promise<string[]> {
  const found: string[] = []
  const listed = await listNames(client)
  for (const name of known.acknowledged) if (!listed.has(name)) found.push(`I1: acknowledged job "${name}" is gone.`)
  for (const name of listed) if (!known.requested.has(name)) found.push(`I2: job "${name}" was never requested.`)
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
