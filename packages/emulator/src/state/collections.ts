/** The resources of all kinds. */
import { Collection } from './collection.js'
import type { Kind, ResourceRecord } from './kind.js'
import type { Store } from './store.js'

/** The collections of an endpoint. */
export interface Collections {
  of<Item extends ResourceRecord>(kind: Kind<Item>): Collection<Item>
  /** Finds a resource of any kind. */
  byArn(arn: string): Found | undefined
}

/** A resource, and the collection that it is in. */
export interface Found {
  readonly item: ResourceRecord
  readonly collection: Collection<ResourceRecord>
}

/** Reads the resources of each kind. `arnOf` makes the ARN of a new one. */
export function readCollections(
  store: Store,
  kinds: readonly Kind<ResourceRecord>[],
  arnOf: (arnPart: string, name: string) => string,
): Collections {
  const all = kinds.map((kind) => new Collection(kind, store, (name) => arnOf(kind.arnPart, name)))
  return {
    of: <Item extends ResourceRecord>(kind: Kind<Item>) => {
      const found = all.find((collection) => collection.kind === kind)
      if (!found) throw new Error(`There is no collection of ${kind.table}.`)
      return found as unknown as Collection<Item>
    },
    byArn: (arn) => {
      for (const collection of all) {
        const item = collection.byArn(arn)
        if (item) return { item, collection }
      }
      return undefined
    },
  }
}
