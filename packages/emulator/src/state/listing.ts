/** Filters and orders that the List operations share. */
import { seconds } from '../protocol/timestamp.js'

/** The members that every List request has. Times in seconds since the epoch. */
export interface ListRequest {
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly CreationTimeAfter?: number
  readonly CreationTimeBefore?: number
  readonly LastModifiedTimeAfter?: number
  readonly LastModifiedTimeBefore?: number
  readonly NameContains?: string
  readonly StatusEquals?: string
  readonly SortOrder?: 'Ascending' | 'Descending'
}

/** Returns whether a resource has the name and the times that a request asks for. */
export function isWithin(
  name: string,
  { creationTime, lastModifiedTime }: { readonly creationTime: number; readonly lastModifiedTime: number },
  request: ListRequest,
): boolean {
  const created = seconds(creationTime)
  const modified = seconds(lastModifiedTime)
  return (
    name.includes(request.NameContains ?? '') &&
    created > (request.CreationTimeAfter ?? -Infinity) &&
    created < (request.CreationTimeBefore ?? Infinity) &&
    modified > (request.LastModifiedTimeAfter ?? -Infinity) &&
    modified < (request.LastModifiedTimeBefore ?? Infinity)
  )
}

/** Compares texts by their code units, as AWS does. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The size of a page if the request gives none. */
export const defaultPageSize = 10

type Compare<Item> = (a: Item, b: Item) => number

/** Returns how jobs are compared by what every list of them can be sorted by. */
export function comparisons<Item extends { readonly creationTime: number; readonly status: string }>(
  nameOf: (job: Item) => string,
): Readonly<Record<'Name' | 'CreationTime' | 'Status', Compare<Item>>> {
  return {
    Name: (a, b) => compareText(nameOf(a), nameOf(b)),
    CreationTime: (a, b) => a.creationTime - b.creationTime,
    Status: (a, b) => compareText(a.status, b.status),
  }
}

/** Returns a comparison in the order asked for; equal items are in the order in which they came to be. */
export function inOrder<Item extends { readonly id: number }>(
  compare: Compare<Item>,
  sortOrder: ListRequest['SortOrder'] = 'Ascending',
): Compare<Item> {
  const sign = sortOrder === 'Ascending' ? 1 : -1
  return (a, b) => sign * (compare(a, b) || a.id - b.id)
}
