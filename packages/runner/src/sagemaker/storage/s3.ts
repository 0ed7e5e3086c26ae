/** Amazon S3 as object store: the only file that knows its SDK. */

import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'

import type * as S3 from '@aws-sdk/client-s3'
import type * as LibStorage from '@aws-sdk/lib-storage'

import { serviceError } from '../service-error.js'
import { splitUri, type Storage, type StoredObject } from './storage.js'

// Required, not imported, as SageMaker's client is.
const require = createRequire(import.meta.url)
const { GetObjectCommand, HeadObjectCommand, NoSuchKey, NotFound, paginateListObjectsV2, PutObjectCommand, S3Client } =
  require('@aws-sdk/client-s3') as typeof S3
const { Upload } = require('@aws-sdk/lib-storage') as typeof LibStorage

/** Returns the object store of an AWS account; credentials come from the SDK's usual chain. */
export function s3Storage(options: { readonly region: string; readonly endpoint?: string }): Storage {
  const client = new S3Client({ region: options.region, maxAttempts: 20, ...endpointOf(options.endpoint) })
  return {
    putFile: (uri, path) => asked(uri, () => send(client, uri, path)),
    putText: (uri, text) =>
      asked(uri, async () => {
        await client.send(new PutObjectCommand({ ...target(uri), Body: text, ContentLength: Buffer.byteLength(text) }))
      }),
    exists: (uri) => asked(uri, () => exists(client, uri)),
    get: (uri) => asked(uri, () => get(client, uri)),
    list: (prefix) => asked(prefix, async () => (await list(client, prefix)).map(({ uri }) => uri)),
    objects: (prefix) => asked(prefix, () => list(client, prefix)),
  }
}

/** Another endpoint (a MinIO, say) is addressed by path: it has no name for each bucket. */
function endpointOf(endpoint: string | undefined): { endpoint?: string; forcePathStyle?: boolean } {
  return endpoint === undefined ? {} : { endpoint, forcePathStyle: true }
}

async function asked<T>(uri: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw serviceError(error, `"${uri}"`)
  }
}

function target(uri: string): { Bucket: string; Key: string } {
  const { bucket, key } = splitUri(uri)
  return { Bucket: bucket, Key: key }
}

/** In parts, four at a time: no file is in memory whole, and none is too long. */
async function send(client: S3.S3Client, uri: string, path: string): Promise<void> {
  await new Upload({ client, params: { ...target(uri), Body: createReadStream(path) } }).done()
}

async function exists(client: S3.S3Client, uri: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand(target(uri)))
    return true
  } catch (error) {
    if (error instanceof NotFound) return false
    throw error
  }
}

async function get(client: S3.S3Client, uri: string): Promise<Readable | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(target(uri)))
    return Body instanceof Readable ? Body : undefined
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined
    throw error
  }
}

async function list(client: S3.S3Client, prefix: string): Promise<readonly StoredObject[]> {
  const { Bucket, Key } = target(prefix)
  const objects: StoredObject[] = []
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: Key })) {
    for (const { Key: key = '', Size: size = 0, ETag, LastModified } of page.Contents ?? []) {
      objects.push({ uri: `s3://${Bucket}/${key}`, size, version: ETag ?? LastModified?.toISOString() ?? '' })
    }
  }
  return objects.sort((a, b) => (a.uri < b.uri ? -1 : 1))
}
