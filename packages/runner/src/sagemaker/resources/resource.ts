/** The interface of SageMaker's resources: training jobs, tuning jobs, models. */

import type { Tag } from '@aws-sdk/client-sagemaker'

import type { RunEvent } from '../../base/events.js'
import type { Created, Properties } from '../client.js'

/**
 * One kind of resource on SageMaker. Describe returns `Described`, Search returns `Found`; `Known` is the record that
 * planning reads.
 */
export interface Resource<Input = unknown, Described = unknown, Found = unknown, Known = unknown> {
  /** The operation of the steps that create it. */
  readonly operation: string
  readonly create: (input: Input, name: string) => Promise<Created>
  /** Returns it as it is now, or undefined if there is none of that name. */
  readonly describe: (name: string) => Promise<Described | undefined>
  /** Yields all that have these properties; may lag behind `describe`. */
  readonly search: (properties: Properties) => AsyncIterable<Found>
  /** Asks one to stop; one that has ended, or is not there, stays as it is. */
  readonly stop: (name: string) => Promise<void>
  /** Returns the record of one, or undefined if there is none. Describe has no tags: give them. */
  readonly record: (name: string, tags?: readonly Tag[]) => Promise<Known | undefined>
  /** Returns the states of those with these names, all of one experiment; what is not there is left out. */
  readonly states: (names: readonly string[], experiment: string) => Promise<readonly ResourceState[]>
}

/** The state of one resource. */
export interface ResourceState {
  readonly name: string
  /** The event that reports the state. */
  readonly event: RunEvent
  /** Whether it will never change again. */
  readonly isOver: boolean
  /** Whether it ended early and is not repeated: a run does not start what waits for it. */
  readonly isLost: boolean
}

/**
 * Returns the current resources of these names. One Search finds those that run; Describe reads the rest: those that are
 * too new for Search, and those that have just ended. A single name is only described.
 */
export async function present<Described, Found>(
  names: readonly string[],
  { search, describe, nameOf }: Questions<Described, Found>,
): Promise<readonly (Described | Found)[]> {
  const wanted = new Set(names)
  const found: (Described | Found)[] = []
  if (wanted.size > 1) for await (const one of search()) if (wanted.delete(nameOf(one))) found.push(one)
  for (const name of wanted) {
    const described = await describe(name)
    if (described !== undefined) found.push(described)
  }
  return found
}

interface Questions<Described, Found> {
  readonly search: () => AsyncIterable<Found>
  readonly describe: (name: string) => Promise<Described | undefined>
  readonly nameOf: (found: Found) => string
}
