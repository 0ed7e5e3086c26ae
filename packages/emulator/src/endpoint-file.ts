/** How an endpoint is found by its folder. */
import { once } from 'node:events'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

import type { ProcessIdentity } from './processes/process-identity.js'
import { endpointFile } from './base/layout.js'
import { isAlive } from './processes/process-identity.js'
import { isObject } from './protocol/wire-types.js'

/** The contents of `endpoint.json`. */
export interface EndpointRecord {
  readonly pid: number
  /** Tells the process apart from a later one with the same number. */
  readonly processStartTime: string
  readonly port: number
  readonly url: string
  readonly version: string
  /** ISO 8601. */
  readonly startedAt: string
}

/** Writes the record so that a reader sees all of it or none. */
export function writeEndpointFile(folder: string, record: EndpointRecord): void {
  const temporary = `${endpointFile(folder)}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(record, undefined, 2)}\n`)
  renameSync(temporary, endpointFile(folder))
}

/** Removes the record. */
export function removeEndpointFile(folder: string): void {
  rmSync(endpointFile(folder), { force: true })
}

/** Reads the record, if there is one that is whole, of a process that is alive. */
export function readEndpointFile(folder: string): EndpointRecord | undefined {
  let record: unknown
  try {
    record = JSON.parse(readFileSync(endpointFile(folder), 'utf8'))
  } catch {
    return undefined
  }
  return isRecord(record) && isAlive(identityOf(record)) ? record : undefined
}

const identityOf = ({ pid, processStartTime }: EndpointRecord): ProcessIdentity => ({
  pid,
  startTime: processStartTime,
})

function isRecord(value: unknown): value is EndpointRecord {
  if (!isObject(value)) return false
  return (
    typeof value['pid'] === 'number' &&
    typeof value['url'] === 'string' &&
    typeof value['processStartTime'] === 'string'
  )
}

/** Returns the URL of the folder's endpoint if one is alive and answers, else undefined. */
export async function findEndpoint(folder: string): Promise<string | undefined> {
  const record = readEndpointFile(folder)
  if (!record) return undefined
  try {
    const answer = JSON.parse(await textAt(`${record.url}/ping`)) as { pid?: number }
    return answer.pid === record.pid ? record.url : undefined
  } catch {
    return undefined
  }
}

/** Returns what a server answers. Not by `fetch`, which takes four times as long to load, in each call of the program. */
async function textAt(url: string): Promise<string> {
  const request = get(url, { signal: AbortSignal.timeout(5000) })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return text(response)
}
