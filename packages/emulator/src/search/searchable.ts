/** A kind of resource that can be searched: the shape of a result, and values that are read by keys. */
import type { ResourceRecord } from '../state/kind.js'
import type { PropertyKind } from './property.js'

/** The resources of a kind, as Search sees them. */
export interface Searchable<Item extends ResourceRecord> {
  /** As in the request, and as the member of a result. */
  readonly name: string
  readonly shape: string
  recordOf(item: Item): object
  /** `Metrics.<key>` and the like, by the prefix in lower case. Every kind has `tags`. */
  readonly keyed?: Readonly<Record<string, Keyed<Item>>>
}

/** Values read by a key that the shape does not list. */
export interface Keyed<Item> {
  readonly kind: PropertyKind
  read(item: Item, key: string): readonly unknown[]
}

/** The tags of a resource: `Tags.<key>`. */
export const tagsByKey: Keyed<ResourceRecord> = {
  kind: 'text',
  read: ({ tags }, key) => {
    const found = tags.find(({ Key }) => Key === key)
    return found ? [found.Value] : []
  },
}
