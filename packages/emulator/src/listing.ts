/** What the List operations have in common. */
import { seconds } from './describe.js'

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
