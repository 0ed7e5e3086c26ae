/** The part of a kind of resource that its storage needs. */
import type { AwsError } from '../protocol/errors.js'
import type { Tag } from './tags.js'

/** The members that records of every kind have. Times in milliseconds since the epoch. */
export interface ResourceRecord {
  readonly id: number
  readonly arn: string
  readonly tags: readonly Tag[]
  readonly creationTime: number
  readonly lastModifiedTime: number
}

/** How the resources of one kind are kept, named and found. */
export interface Kind<Item extends ResourceRecord> {
  /** In the state file. */
  readonly table: string
  /** In ARNs: `arn:aws:sagemaker:<region>:<account>:<arnPart>/<name>`. */
  readonly arnPart: string
  /** Whether "A" and "a" are the same name. Default: false. */
  readonly ignoresCase?: boolean
  nameOf(item: Item): string
  /** The number of the resource that an item belongs to; see {@link Collection.childrenOf}. */
  parentOf?(item: Item): number | undefined
  /** The error for a name that no resource has; `arn` is the one it would have. */
  missing(name: string, arn: string): AwsError
  /** The error for a new resource whose name another one has. */
  taken(other: Item): AwsError
}
