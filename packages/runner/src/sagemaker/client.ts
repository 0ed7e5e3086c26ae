/** Amazon SageMaker, or the local endpoint that speaks the same protocol: the only file that knows the SDK. */

import type { Step } from '@assay/core'
import {
  CreateHyperParameterTuningJobCommand,
  CreateTrainingJobCommand,
  DescribeHyperParameterTuningJobCommand,
  type DescribeHyperParameterTuningJobCommandOutput,
  DescribeTrainingJobCommand,
  type DescribeTrainingJobCommandOutput,
  type HyperParameterTrainingJobSummary,
  type HyperParameterTuningJobSearchEntity,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SageMakerClient,
  SearchCommand,
  StopHyperParameterTuningJobCommand,
  StopTrainingJobCommand,
  type TrainingJob,
} from '@aws-sdk/client-sagemaker'

import { isUnreachable, serviceError } from './service-error.js'

/** What the runner asks of SageMaker. */
export interface SageMaker {
  /** `exists`: somebody has created it before. `limit`: no capacity or quota just now. */
  readonly create: (step: Step, name: string) => Promise<'created' | 'exists' | 'limit'>
  readonly describe: (jobName: string) => Promise<DescribeTrainingJobCommandOutput | undefined>
  /** Every training job that has these properties; may lag behind what Describe says. */
  readonly search: (equals: Readonly<Record<string, string>>) => AsyncIterable<TrainingJob>
  /** Asks a job to stop; one that has ended, or is not there, is left as it is. */
  readonly stop: (jobName: string) => Promise<void>
  readonly describeTuning: (tuningJobName: string) => Promise<DescribeHyperParameterTuningJobCommandOutput | undefined>
  /** Every tuning job that has these properties; may lag behind what Describe says. */
  readonly searchTuning: (
    equals: Readonly<Record<string, string>>,
  ) => AsyncIterable<HyperParameterTuningJobSearchEntity>
  /** Every training job that a tuning job has started, the first one first; does not lag. */
  readonly trials: (tuningJobName: string) => AsyncIterable<HyperParameterTrainingJobSummary>
  /** Asks a tuning job, and so its trials, to stop; one that has ended, or is not there, is left as it is. */
  readonly stopTuning: (tuningJobName: string) => Promise<void>
  readonly close: () => void
}

/** Where SageMaker is. */
export interface Connection {
  readonly region: string
  /** The local endpoint's URL; without it, AWS with the credentials of the SDK's usual chain. */
  readonly endpoint?: string
  /** Finds or starts the local endpoint again, after it went away, and returns its URL. */
  readonly reattach?: () => Promise<string>
}

/** Reattaching more often than this in one request means that the endpoint cannot stay up. */
const maximumReattachments = 5

/** Opens a client; `close` it at the end. */
export function openSageMaker(connection: Connection): SageMaker {
  let client = clientFor(connection.region, connection.endpoint)
  let reattaching: Promise<void> | undefined

  const reattach = (find: () => Promise<string>): Promise<void> => {
    reattaching ??= find()
      .then((endpoint) => {
        client.destroy()
        client = clientFor(connection.region, endpoint)
      })
      .finally(() => (reattaching = undefined))
    return reattaching
  }

  const ask = async <T>(what: string, work: (client: SageMakerClient) => Promise<T>): Promise<T> => {
    for (let reattached = 0; ; reattached++) {
      try {
        return await work(client)
      } catch (error) {
        const gone = connection.reattach !== undefined && isUnreachable(error)
        if (!gone || reattached === maximumReattachments) throw serviceError(error, what)
        await reattach(connection.reattach)
      }
    }
  }

  const search = (resource: 'TrainingJob' | 'HyperParameterTuningJob', equals: Readonly<Record<string, string>>) =>
    pages(async (token) => {
      const { Results = [], NextToken } = await ask('a search', (to) => to.send(searchCommand(resource, equals, token)))
      return { items: Results, next: NextToken }
    })

  return {
    create: (step, name) => ask(`the job "${name}"`, (to) => create(to, step, name)),
    describe: (name) => ask(`the description of "${name}"`, (to) => describe(to, name)),
    search: (equals) => present(search('TrainingJob', equals), ({ TrainingJob }) => TrainingJob),
    stop: (name) => ask(`to stop "${name}"`, (to) => stop(to, name)),
    describeTuning: (name) => ask(`the description of "${name}"`, (to) => describeTuning(to, name)),
    searchTuning: (equals) =>
      present(search('HyperParameterTuningJob', equals), ({ HyperParameterTuningJob }) => HyperParameterTuningJob),
    trials: (name) =>
      pages(async (token) => {
        const answer = await ask(`the trials of "${name}"`, (to) => to.send(trialsCommand(name, token)))
        return { items: answer.TrainingJobSummaries ?? [], next: answer.NextToken }
      }),
    stopTuning: (name) => ask(`to stop "${name}"`, (to) => stopTuning(to, name)),
    close: () => client.destroy(),
  }
}

/**
 * On AWS 20 attempts: CreateTrainingJob and Search are throttled at a few requests a second. The local endpoint is
 * looked for again instead of waited for.
 */
function clientFor(region: string, endpoint: string | undefined): SageMakerClient {
  if (endpoint === undefined) return new SageMakerClient({ region, retryMode: 'standard', maxAttempts: 20 })
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return new SageMakerClient({ region, endpoint, credentials, maxAttempts: 1 })
}

async function create(client: SageMakerClient, step: Step, name: string): Promise<'created' | 'exists' | 'limit'> {
  try {
    if (step.operation === 'CreateTrainingJob') {
      await client.send(new CreateTrainingJobCommand({ ...step.input, TrainingJobName: name }))
    } else {
      await client.send(new CreateHyperParameterTuningJobCommand({ ...step.input, HyperParameterTuningJobName: name }))
    }
    return 'created'
  } catch (error) {
    if (isNamed(error, 'ResourceInUse')) return 'exists'
    if (isNamed(error, 'ResourceLimitExceeded')) return 'limit'
    throw error
  }
}

async function describe(
  client: SageMakerClient,
  TrainingJobName: string,
): Promise<DescribeTrainingJobCommandOutput | undefined> {
  return unlessMissing(client.send(new DescribeTrainingJobCommand({ TrainingJobName })))
}

async function describeTuning(
  client: SageMakerClient,
  HyperParameterTuningJobName: string,
): Promise<DescribeHyperParameterTuningJobCommandOutput | undefined> {
  return unlessMissing(client.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName })))
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function stop(client: SageMakerClient, TrainingJobName: string): Promise<void> {
  await unlessOver(client.send(new StopTrainingJobCommand({ TrainingJobName })))
}

async function stopTuning(client: SageMakerClient, HyperParameterTuningJobName: string): Promise<void> {
  await unlessOver(client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName })))
}

/** A job that has ended: "The request was rejected because the training job is in status Stopped." */
async function unlessOver(answer: Promise<unknown>): Promise<void> {
  try {
    await answer
  } catch (error) {
    if (!isNotFound(error) && !(isNamed(error, 'ValidationException') && /in status/.test(error.message))) throw error
  }
}

function searchCommand(
  Resource: 'TrainingJob' | 'HyperParameterTuningJob',
  equals: Readonly<Record<string, string>>,
  NextToken: string | undefined,
): SearchCommand {
  const Filters = Object.entries(equals).map(([Name, Value]) => ({ Name, Operator: 'Equals' as const, Value }))
  return new SearchCommand({
    Resource,
    SearchExpression: { Filters },
    SortBy: 'CreationTime',
    SortOrder: 'Ascending',
    MaxResults: 100,
    ...(NextToken === undefined ? {} : { NextToken }),
  })
}

function trialsCommand(
  HyperParameterTuningJobName: string,
  NextToken: string | undefined,
): ListTrainingJobsForHyperParameterTuningJobCommand {
  return new ListTrainingJobsForHyperParameterTuningJobCommand({
    HyperParameterTuningJobName,
    SortBy: 'CreationTime',
    SortOrder: 'Ascending',
    MaxResults: 100,
    ...(NextToken === undefined ? {} : { NextToken }),
  })
}

/** A page may be empty and yet have another one behind it. */
async function* pages<T>(
  page: (token: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): AsyncIterable<T> {
  let token: string | undefined
  do {
    const { items, next } = await page(token)
    yield* items
    token = next
  } while (token !== undefined && token !== '')
}

async function* present<From, To>(items: AsyncIterable<From>, read: (item: From) => To | undefined): AsyncIterable<To> {
  for await (const item of items) {
    const found = read(item)
    if (found !== undefined) yield found
  }
}

function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && (error.name === name || error.name === `${name}Exception`)
}

/** Describe of a missing job is ResourceNotFound in the model and ValidationException in practice. */
function isNotFound(error: unknown): boolean {
  return (
    isNamed(error, 'ResourceNotFound') || (isNamed(error, 'ValidationException') && /not found/i.test(error.message))
  )
}
