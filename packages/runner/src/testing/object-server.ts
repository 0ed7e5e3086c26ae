/** The few operations of S3's protocol that a client test needs, over real HTTP, with a folder of files behind it. */

import { mkdirSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'

/** Starts a server: the object `key` of a bucket is the file `<folder>/<bucket>/<key>`. */
export async function startObjectServer(
  folder: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => void answer(request, response, folder))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const path = join(folder, decodeURIComponent(url.pathname))
  if (request.method === 'PUT') {
    mkdirSync(dirname(path), { recursive: true })
    await writeFile(path, unchunk(await buffer(request), request.headers['content-encoding'] ?? ''))
    response.setHeader('ETag', '"1"').end()
    return
  }
  if (url.searchParams.has('list-type'))
    return list(path.replace(/\/$/, ''), url.searchParams.get('prefix') ?? '', response)
  const body = await readFile(path).catch(() => undefined)
  if (body === undefined) {
    response.statusCode = 404
    response.end(request.method === 'HEAD' ? undefined : '<Error><Code>NoSuchKey</Code><Message>No.</Message></Error>')
    return
  }
  response.setHeader('Content-Length', body.length).end(request.method === 'HEAD' ? undefined : body)
}

/** The SDK sends streams as `aws-chunked`: `<hex length>[;signature]\r\n<bytes>\r\n` … `0\r\n<trailers>`. */
function unchunk(body: Buffer, encoding: string): Buffer {
  if (!encoding.includes('aws-chunked')) return body
  const parts: Buffer[] = []
  for (let start = 0; start < body.length;) {
    const lineEnd = body.indexOf('\r\n', start)
    const length = Number.parseInt(body.toString('latin1', start, lineEnd), 16)
    if (lineEnd === -1 || Number.isNaN(length)) throw new Error('This is not aws-chunked.')
    if (length === 0) break
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + length))
    start = lineEnd + 2 + length + 2
  }
  return Buffer.concat(parts)
}

async function list(bucket: string, prefix: string, response: ServerResponse): Promise<void> {
  const files = await readdir(bucket, { recursive: true, withFileTypes: true }).catch(() => [])
  const contents = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(bucket.length + 1))
    .filter((key) => key.startsWith(prefix))
    .map((key) => `<Contents><Key>${key}</Key></Contents>`)
    .join('')
  response.setHeader('Content-Type', 'application/xml')
  response.end(
    `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`,
  )
}
