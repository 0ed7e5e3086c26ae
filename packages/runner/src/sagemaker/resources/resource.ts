/** One kind of thing that a run makes on SageMaker, and how each of them is asked for. */

import type { Tag } from '@aws-sdk/client-sagemaker'

import type { RunEvent } from '../../base/events.js'
import type { Created, Properties } from '../client.js'

/**
 * One kind of thing that a run makes on SageMaker. `Described` and `Found` are what Describe and Search return of it,
 * `Known` is the record that planning reads.
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

/** Where one thing is now. */
export interface ResourceState {
  readonly name: string
  /** What a run tells of it. */
  readonly event: RunEvent
  /** Whether it will never change again. */
  readonly isOver: boolean
  /** Whether it ended early and is not repeated: a run does not start what waits for it. */
  readonly isLost: boolean
}

/**
 * Returns the things of these names as they are now. One Search shows those that run; Describe is asked for what Search
 * does not show: those that are too new for it, and those that have just ended. For a single name, it asks Describe only.
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
