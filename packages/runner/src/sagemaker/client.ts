/** The AWS SDK's client of SageMaker, or of the local endpoint that speaks the same protocol. */

import type { ResourceType, SearchRecord } from '@aws-sdk/client-sagemaker'

import { SageMakerClient, SearchCommand } from './sdk.js'
import { isUnreachable, serviceError } from './service-error.js'

/** The address of SageMaker. */
export interface Connection {
  readonly region: string
  /** The local endpoint's URL; without it, AWS with the credentials of the SDK's usual chain. */
  readonly endpoint?: string
  /** Finds or starts the local endpoint again, after it went away, and returns its URL. */
  readonly reattach?: () => Promise<string>
}

/** The result of a Create request. `exists`: it was created before. `limit`: no capacity or quota at the moment. */
export type Created = 'created' | 'exists' | 'limit'

/** Properties that a search asks for, each by its name in SageMaker's Search. */
export type Properties = Readonly<Record<string, string>>

/** Sends one request. */
type Request<Answer> = (client: SageMakerClient) => Promise<Answer>

/** Reattaching more often than this in one request means that the endpoint cannot stay up. */
const maximumReattachments = 5

/** Sends requests and interprets the answers. Finds the local endpoint again if it has gone. `close` it at the end. */
export class Client {
  readonly #connection: Connection
  #client: SageMakerClient
  #reattaching: Promise<void> | undefined

  constructor(connection: Connection) {
    this.#connection = connection
    this.#client = clientFor(connection.region, connection.endpoint)
  }

  /** Returns the answer to a request; `what` names it in an error. */
  async ask<Answer>(what: string, request: Request<Answer>): Promise<Answer> {
    const { reattach } = this.#connection
    for (let reattached = 0; ; reattached++) {
      try {
        return await request(this.#client)
      } catch (error) {
        if (reattach === undefined || !isUnreachable(error) || reattached === maximumReattachments) {
          throw serviceError(error, what)
        }
        await this.#reattach(reattach)
      }
    }
  }

  /** Asks for something to be created. */
  async create(name: string, request: Request<unknown>): Promise<Created> {
    return this.ask(`the job "${name}"`, async (client) => {
      try {
        await request(client)
        return 'created'
      } catch (error) {
        if (exists(error)) return 'exists'
        if (isNamed(error, 'ResourceLimitExceeded')) return 'limit'
        throw error
      }
    })
  }

  /** Returns a description, or undefined if there is nothing of that name. */
  async describe<Answer>(name: string, request: Request<Answer>): Promise<Answer | undefined> {
    return this.ask(`the description of "${name}"`, async (client) => {
      try {
        return await request(client)
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    })
  }

  /** Asks for something to end; what has ended, or is not there, stays as it is. */
  async stop(name: string, request: Request<unknown>): Promise<void> {
    return this.ask(`to stop "${name}"`, async (client) => {
      try {
        await request(client)
      } catch (error) {
        if (!isNotFound(error) && !hasEnded(error)) throw error
      }
    })
  }

  /** Yields everything with these properties, the oldest first; Search may lag behind Describe. */
  async *search<Found>(
    resource: ResourceType,
    properties: Properties,
    read: (result: SearchRecord) => Found | undefined,
  ): AsyncIterable<Found> {
    const results = this.list('a search', async (client, token) => {
      const { Results = [], NextToken } = await client.send(searchCommand(resource, properties, token))
      return { items: Results, next: NextToken }
    })
    for await (const result of results) {
      const found = read(result)
      if (found !== undefined) yield found
    }
  }

  /** Yields what is on every page. A page may be empty and yet have another one behind it. */
  async *list<Item>(
    what: string,
    page: (client: SageMakerClient, token: string | undefined) => Promise<Page<Item>>,
  ): AsyncIterable<Item> {
    let token: string | undefined
    do {
      const { items, next } = await this.ask(what, (client) => page(client, token))
      yield* items
      token = next
    } while (token !== undefined && token !== '')
  }

  close(): void {
    this.#client.destroy()
  }

  /** Requests that fail at the same time look for the endpoint once. */
  #reattach(find: () => Promise<string>): Promise<void> {
    this.#reattaching ??= find()
      .then((endpoint) => {
        this.#client.destroy()
        this.#client = clientFor(this.#connection.region, endpoint)
      })
      .finally(() => (this.#reattaching = undefined))
    return this.#reattaching
  }
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | undefined
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

function searchCommand(Resource: ResourceType, properties: Properties, NextToken: string | undefined): SearchCommand {
  const Filters = Object.entries(properties).map(([Name, Value]) => ({ Name, Operator: 'Equals' as const, Value }))
  return new SearchCommand({
    Resource,
    SearchExpression: { Filters },
    SortBy: 'CreationTime',
    SortOrder: 'Ascending',
    MaxResults: 100,
    ...(NextToken === undefined ? {} : { NextToken }),
  })
}

function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && (error.name === name || error.name === `${name}Exception`)
}

/** Jobs: ResourceInUse; models: "Cannot create already existing model …". */
function exists(error: unknown): boolean {
  return isNamed(error, 'ResourceInUse') || isInvalid(error, /already existing/)
}

/** ResourceNotFound in the service's model; in practice "Requested resource not found." and "Could not find model …". */
function isNotFound(error: unknown): boolean {
  return isNamed(error, 'ResourceNotFound') || isInvalid(error, /not found|could not find/i)
}

/** A job that has ended: "The request was rejected because the training job is in status Stopped." */
function hasEnded(error: unknown): boolean {
  return isInvalid(error, /in status/)
}

function isInvalid(error: unknown, message: RegExp): boolean {
  return isNamed(error, 'ValidationException') && message.test(error.message)
}
