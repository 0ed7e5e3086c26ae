/** Shared by the tests of the endpoint: a folder, an endpoint in it, a client of AWS's, and valid requests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { CreateTrainingJobCommandInput, DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker'

import { startEmulator } from '../emulator.js'
import type { Emulator, EmulatorOptions } from '../emulator.js'

/** An endpoint under test. */
export interface Fixture {
  readonly folder: string
  readonly emulator: Emulator
  readonly client: SageMakerClient
  /** Errors of the emulator itself: a test that expects none should look. */
  readonly errors: unknown[]
}

/** Images of one-line shell commands, which get the word "train" as their first argument. */
export const shell = (script: string) => ({ command: ['/bin/sh', '-c', script, 'sh'] })

/** Makes an empty temporary folder. */
export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'assay-emulator-'))

/** Starts an endpoint, in a new folder unless one is given. */
export async function startFixture(options: Partial<EmulatorOptions> = {}): Promise<Fixture> {
  const folder = options.folder ?? temporaryFolder()
  const errors: unknown[] = []
  const images = { ok: shell('exit 0'), ...options.images }
  const emulator = await startEmulator({
    parallel: 2,
    onError: (error) => errors.push(error),
    ...options,
    folder,
    images,
  })
  return { folder, emulator, client: clientOf(emulator.url), errors }
}

/** Closes the endpoint and removes its folder. */
export async function stopFixture({ emulator, client, folder }: Fixture): Promise<void> {
  client.destroy()
  await emulator.close()
  rmSync(folder, { recursive: true, force: true })
}

/** AWS's own client, of an endpoint. */
export function clientOf(endpoint: string): SageMakerClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new SageMakerClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
}

/** Returns a CreateTrainingJob request that is valid, with changes. */
export function trainingJob(
  name: string,
  changes: Partial<CreateTrainingJobCommandInput> & { readonly image?: string } = {},
): CreateTrainingJobCommandInput {
  const { image = 'ok', ...rest } = changes
  return {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/test',
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    ...rest,
  }
}

/** Describes a job. */
export const describeJob = (client: SageMakerClient, name: string) =>
  client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }))

/** Waits until a job is as wanted; after some seconds fails with its state. */
export async function waitForJob(
  client: SageMakerClient,
  name: string,
  wanted: (job: DescribeTrainingJobCommandOutput) => boolean = isEnded,
  seconds = 60,
): Promise<DescribeTrainingJobCommandOutput> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const job = await describeJob(client, name)
    if (wanted(job)) return job
    if (performance.now() > deadline)
      throw new Error(`Training job "${name}" is ${job.TrainingJobStatus} / ${job.SecondaryStatus} after ${seconds} s.`)
    await pause(15)
  }
}

/** Returns whether a job is Completed, Failed or Stopped. */
export const isEnded = (job: DescribeTrainingJobCommandOutput) =>
  ['Completed', 'Failed', 'Stopped'].includes(job.TrainingJobStatus ?? '')

/** The secondary states that a job went through. */
export const pathOf = (job: DescribeTrainingJobCommandOutput) =>
  (job.SecondaryStatusTransitions ?? []).map(({ Status }) => Status)

/** Waits, in milliseconds. */
export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Sends a raw request; parses the answer's body if there is one. */
export async function send(url: string, operation: string, input: unknown, headers: Record<string, string> = {}) {
  const body = typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `SageMaker.${operation}`, ...headers },
    body,
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as Answer),
  }
}

/** The members that error answers have. */
export interface Answer {
  readonly __type?: string
  readonly message?: string
  readonly Message?: string
  readonly [member: string]: unknown
}

/** Returns "Code: sentence" of the error that a call ends with; fails if it does not. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  throw new Error('The call succeeded; an error was expected.')
}
