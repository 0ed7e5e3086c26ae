/** AWS JSON 1.1: from the headers and the bytes of a request to the bytes of its answer. No network here. */
import { randomUUID } from 'node:crypto'

import { inputShapeOf, modelledOperations, shapeNames } from './api.js'
import { validate } from './constraints.js'
import { AwsError, internalFailure, serialization, unknownOperation } from './errors.js'
import { isTooDeep } from './json-depth.js'
import type { Operation } from './operation.js'
import { isObject } from './wire-types.js'

/** The part of a request that the protocol reads. */
export interface WireRequest {
  readonly target: string | undefined
  readonly contentType: string | undefined
  readonly body: Uint8Array
}

/** An answer. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const targetPrefix = 'SageMaker.'
const mediaType = 'application/x-amz-json-1.1'

/** Answers requests, and reports errors of the emulator itself. */
export type Answerer = (request: WireRequest, report: (error: unknown) => void) => WireResponse

/**
 * Returns a function that answers requests for these operations, in the service's own order: target, content type, JSON,
 * types, constraints, operation. It never throws.
 */
export function answererOf<Context>(operations: readonly Operation<never, Context>[], context: Context): Answerer {
  const byName = new Map(operations.map((operation) => [operation.name, operation]))
  return (request, report) => {
    try {
      const operation = operationOf(request.target, byName)
      checkContentType(request.contentType)
      const input = readBody(request.body)
      validate(inputShapeOf(operation.name), input)
      const output = (operation as Operation<unknown, Context>).handle(withoutNulls(input), context)
      return { status: 200, headers: headers(), body: output === undefined ? '' : JSON.stringify(output) }
    } catch (error) {
      if (error instanceof AwsError) return errorResponse(error)
      report(error)
      return errorResponse(internalFailure('The emulator failed; this is a bug of its own. See its log.'))
    }
  }
}

/** Returns the response of an error. */
export function errorResponse({ code, message, status }: AwsError): WireResponse {
  // The errors that the model names carry "Message", the others "message".
  const member = shapeNames.includes(code) ? 'Message' : 'message'
  const body = JSON.stringify({ __type: code, [member]: message })
  return { status, headers: { ...headers(), 'x-amzn-errortype': code }, body }
}

const headers = () => ({ 'content-type': mediaType, 'x-amzn-requestid': randomUUID() })

function operationOf<Named>(target: string | undefined, byName: ReadonlyMap<string, Named>): Named {
  if (target === undefined || target === '')
    throw unknownOperation('The request has no X-Amz-Target header; expected "SageMaker.<operation>".')
  const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : ''
  const operation = byName.get(name)
  if (operation) return operation
  if (modelledOperations.includes(name)) throw unknownOperation(`Operation "${name}" is not available yet.`)
  throw unknownOperation(`X-Amz-Target "${target.slice(0, 100)}" names no operation; expected "SageMaker.<operation>".`)
}

function checkContentType(contentType: string | undefined) {
  const given = contentType?.split(';')[0]?.trim().toLowerCase()
  if (given === mediaType || given === 'application/json') return
  throw serialization(`Content-Type "${contentType?.slice(0, 100) ?? ''}" is not understood; expected "${mediaType}".`)
}

function readBody(body: Uint8Array): unknown {
  const text = decode(body)
  if (text === '') return {}
  if (isTooDeep(text)) throw serialization('The request body nests too deep.')
  const value = parse(text)
  if (!isObject(value)) throw serialization('The request body must be a JSON object.')
  return value
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw serialization('The request body is not valid UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw serialization(`The request body is not valid JSON: ${(error as Error).message.slice(0, 200)}`)
  }
}

/** A member that is null is a member that is not given. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  )
}
