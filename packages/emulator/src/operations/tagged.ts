/** The resources that have tags, found by their ARNs. */
import { resourceNotFound } from '../protocol/errors.js'
import type { Context } from '../resources/context.js'
import type { Tag } from '../state/tags.js'

/** A resource's tags, and how to change them durably. */
export interface Tagged {
  readonly tags: readonly Tag[]
  replace(tags: readonly Tag[]): void
}

/** Returns the resource of an ARN; throws ResourceNotFound if there is none. */
export function taggedByArn(arn: string, { collections, now }: Context): Tagged {
  const found = collections.byArn(arn)
  if (!found) throw resourceNotFound(`Resource "${arn}" does not exist.`)
  const { item, collection } = found
  const replace = (tags: readonly Tag[]) =>
    collection.replace({ ...item, tags, lastModifiedTime: Math.max(now(), item.lastModifiedTime) })
  return { tags: item.tags, replace }
}
