/** The context that the operations of every kind of resource get. */
import type { Collections } from '../state/collections.js'
import type { Pages } from '../state/pages.js'

/** A kind that needs more, a queue for instance, extends it. */
export interface Context {
  readonly collections: Collections
  readonly pages: Pages
  /** The endpoint's, where the folder of S3 is. */
  readonly folder: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}
