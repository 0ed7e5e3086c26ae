/** A kind of resource, as the endpoint takes it: how it is kept, its operations, and its search. */
import type { Operation } from '../protocol/operation.js'
import type { Searchable } from '../search/searchable.js'
import type { Kind, ResourceRecord } from '../state/kind.js'
import type { Context } from './context.js'

/** One kind. Tags need nothing from it: every record has them. */
export interface Resource<Needed extends Context> {
  readonly kind: Kind<ResourceRecord>
  readonly operations: readonly Operation<never, Needed>[]
  /** If Search knows the kind: returns its resources as they are now. Called once in each request. */
  readonly search?: (context: Context) => Searchable<ResourceRecord>
}
