/** An object store as the runner uses it. There are two: S3 and a folder. */

import type { Readable } from 'node:stream'

import { UserError } from '../../base/failure.js'

/** An object store addressed by `s3://bucket/key`. An object is there whole or not at all. */
export interface Storage {
  /** Sends a file without reading it into memory at once. */
  readonly putFile: (uri: string, path: string) => Promise<void>
  readonly putText: (uri: string, text: string) => Promise<void>
  readonly exists: (uri: string) => Promise<boolean>
  /** Returns the object's bytes, or undefined if there is none. */
  readonly get: (uri: string) => Promise<Readable | undefined>
  /** The URIs of every object whose URI starts with `prefix`, sorted. */
  readonly list: (prefix: string) => Promise<readonly string[]>
  /** Returns the same objects with size and version. */
  readonly objects: (prefix: string) => Promise<readonly StoredObject[]>
}

/** An object without its bytes. */
export interface StoredObject {
  readonly uri: string
  /** Bytes. */
  readonly size: number
  /** Changes when the object is written again. */
  readonly version: string
}

/** Splits `s3://bucket/key`. @throws RangeError for anything else. */
export function splitUri(uri: string): { readonly bucket: string; readonly key: string } {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]*)\/(.*)$/s.exec(uri)
  if (match?.[1] === undefined || match[2] === undefined) throw new RangeError(`"${uri}" is not an S3 URI.`)
  return { bucket: match[1], key: match[2] }
}

/** Returns the bucket of an S3 URI. @throws UserError for anything else. */
export function bucketOf(uri: string): string {
  try {
    return splitUri(uri).bucket
  } catch (error) {
    throw new UserError('bad-data', `"${uri}" is no S3 URI; expected one such as "s3://bucket/folder/".`, {
      cause: error,
    })
  }
}
