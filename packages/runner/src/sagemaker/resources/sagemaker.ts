/** SageMaker as a run sees it: every kind of resource behind one client. */

import { Client, type Connection, type Created } from '../client.js'
import { models } from './model.js'
import type { Resource } from './resource.js'
import { trainingJobs } from './training-job.js'
import { tuningJobs } from './tuning-job.js'

/** Every kind of resource, in order: a kind that starts resources of another comes after it. */
const kinds = {
  training: trainingJobs,
  tuning: tuningJobs,
  model: models,
}

/** The kind of a planned or watched job. */
export type ResourceKind = keyof typeof kinds

/** Every kind, in the order of the list. */
export const resourceKinds = Object.keys(kinds) as readonly ResourceKind[]

type Resources = { readonly [Kind in ResourceKind]: ReturnType<(typeof kinds)[Kind]> }

/** SageMaker, or the local endpoint: its resources by kind. */
export interface SageMaker extends Resources {
  /** Creates what a step asks for, under this name. */
  readonly create: (step: Creation, name: string) => Promise<Created>
  readonly close: () => void
}

/** A request that creates something, such as a plan's step. */
export interface Creation {
  readonly operation: string
  readonly input: object
}

/** Opens a client; `close` it at the end. */
export function openSageMaker(connection: Connection): SageMaker {
  const client = new Client(connection)
  const opened = Object.entries(kinds).map(([kind, open]) => [kind, open(client)] as const)
  const byOperation = new Map(opened.map(([, resource]): [string, Resource<never>] => [resource.operation, resource]))
  return {
    ...(Object.fromEntries(opened) as unknown as Resources),
    create: async ({ operation, input }, name) => {
      const resource = byOperation.get(operation)
      if (resource === undefined) throw new Error(`No resource is created by "${operation}".`)
      return resource.create(input as never, name) // The operation determines the input's type.
    },
    close: () => client.close(),
  }
}
