/**
 * Paging that shows each item that was there at the first page exactly once, whatever is created, changed or deleted
 * meanwhile: the first page fixes the order, later pages read on in it.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

import { validation } from '../protocol/errors.js'

/** One page, and the token of the next one if there is more. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextToken?: string
}

/** A list to page through. */
export interface Query<Item> {
  /** The request without its NextToken: a token works only for the request that it came from. */
  readonly request: object
  readonly token: string | undefined
  readonly size: number
  /** All matching items, in order. Called for the first page, and if the kept order is gone. */
  readonly list: () => readonly Item[]
  readonly byId: (id: number) => Item | undefined
}

interface Position {
  readonly cursor: number
  readonly offset: number
  /** The last item shown: the next page starts after it if the order is no longer kept, as after a restart. */
  readonly after: number
  readonly request: string
}

const mostOrdersKept = 200

/** Cuts results into pages; keeps the orders of the latest requests in memory. */
export class Pages {
  readonly #secret: string
  readonly #orders = new Map<number, readonly number[]>()
  #lastCursor = Date.now()

  /** The secret signs the tokens. */
  constructor(secret: string) {
    this.#secret = secret
  }

  page<Item extends { readonly id: number }>(query: Query<Item>): Page<Item> {
    return query.token === undefined ? this.#first(query) : this.#later(query, query.token)
  }

  #first<Item extends { readonly id: number }>({ size, list, request }: Query<Item>): Page<Item> {
    const all = list()
    const items = all.slice(0, size)
    const last = items.at(-1)
    if (all.length <= size || !last) return { items }
    const cursor = this.#keep(all.map(({ id }) => id))
    const position = { cursor, offset: size, after: last.id, request: digest(request) }
    return { items, nextToken: sign(this.#secret, position) }
  }

  #later<Item extends { readonly id: number }>(query: Query<Item>, token: string): Page<Item> {
    const position = read(this.#secret, token)
    if (position.request !== digest(query.request)) throw invalidToken()
    const kept = this.#orders.get(position.cursor)
    const ids = kept ?? query.list().map(({ id }) => id)
    const start = kept ? position.offset : ids.indexOf(position.after) + 1
    const shown = ids.slice(start, start + query.size)
    const items = shown.map(query.byId).filter((item) => item !== undefined)
    const last = shown.at(-1)
    const offset = start + shown.length
    if (offset >= ids.length || last === undefined) return { items }
    const cursor = kept ? position.cursor : this.#keep(ids)
    return { items, nextToken: sign(this.#secret, { ...position, cursor, offset, after: last }) }
  }

  #keep(ids: readonly number[]) {
    this.#lastCursor += 1
    this.#orders.set(this.#lastCursor, ids)
    const oldest = this.#orders.keys().next()
    if (this.#orders.size > mostOrdersKept && !oldest.done) this.#orders.delete(oldest.value)
    return this.#lastCursor
  }
}

function sign(secret: string, position: Position): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${body}.${signature(secret, body)}`
}

function read(secret: string, token: string): Position {
  const [body = '', given = ''] = token.split('.')
  const expected = Buffer.from(signature(secret, body))
  const actual = Buffer.from(given)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) throw invalidToken()
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Position
}

const signature = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('base64url')

const digest = (request: object) =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 22)

const invalidToken = () =>
  validation('The NextToken is invalid: it must come from an earlier answer to the same request.')
