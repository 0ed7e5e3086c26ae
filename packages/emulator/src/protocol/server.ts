/** HTTP: the only file that knows the web framework. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Context as HonoContext } from 'hono'

import { errorResponse } from './aws-json.js'
import type { WireRequest, WireResponse } from './aws-json.js'
import { AwsError } from './errors.js'
import { StartupError } from '../base/startup-error.js'

/** A listening server. */
export interface Server {
  readonly port: number
  close(): Promise<void>
}

/** The address to listen on, and the functions that answer. */
export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly answer: (request: WireRequest) => WireResponse
  /** Answers GET /ping, so that a client knows whose endpoint it has found. */
  readonly ping: () => object
}

/** Far above the largest valid request, far below what would hurt. */
const largestBody = 2 * 2 ** 20

/** How long an idle connection is kept, in milliseconds. */
const keepAliveTime = 120_000

const loopback = ['localhost', '127.0.0.1', '[::1]', '::1']

/** Listens. Rejects with a sentence of its own if the port is taken. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const app = new Hono()
  app.use((context, next) => {
    const refused = refusal(context, options.host)
    return refused ? Promise.resolve(send(errorResponse(refused))) : next()
  })
  app.get('/ping', (context) => context.json(options.ping()))
  const tooLarge = new AwsError(
    'RequestEntityTooLargeException',
    `A request body may have at most ${largestBody} bytes.`,
    413,
  )
  app.post('*', bodyLimit({ maxSize: largestBody, onError: () => send(errorResponse(tooLarge)) }), async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    const target = context.req.header('x-amz-target')
    return send(options.answer({ target, contentType: context.req.header('content-type'), body }))
  })
  app.all('*', () =>
    send(errorResponse(new AwsError('UnknownOperationException', 'Only POST requests are answered here.', 405))),
  )
  return listen(app, options)
}

function send({ status, headers, body }: WireResponse): Response {
  return new Response(body, { status, headers: { ...headers } })
}

/** A web page must not be able to reach the endpoint: not from its own origin, and not by a name that leads here. */
function refusal(context: HonoContext, ownHost: string): AwsError | undefined {
  const forbidden = (reason: string) => new AwsError('AccessDeniedException', reason, 403)
  if (context.req.header('origin') !== undefined)
    return forbidden('Requests from web pages (Origin header) are refused.')
  const host = (context.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase()
  const everyAddress = ownHost === '0.0.0.0' || ownHost === '::'
  const known = loopback.includes(host) || host === ownHost || (everyAddress && /^[\d.]+$|^\[[\da-f:]+\]$/.test(host))
  return known ? undefined : forbidden(`Host "${host.slice(0, 100)}" is not this endpoint's; use its own address.`)
}

function listen(app: Hono, { host, port }: ServerOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port, createServer }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => close(server) }),
    )
    // Longer than any client polls: a connection must not close just as it is used again.
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = keepAliveTime
    server.on('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
  })
}

function close(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new StartupError(
      `Port ${port} on ${host} is taken by another program; choose another port, or 0 for any free one.`,
      { cause: error },
    )
  return new StartupError(`The endpoint cannot listen on ${host}:${port}: ${error.message}.`, { cause: error })
}
