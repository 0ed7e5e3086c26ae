/** The order of Search results. */
import { validation } from '../protocol/errors.js'
import type { ResourceRecord } from '../state/kind.js'
import { numeric } from './filter.js'
import { propertyOf } from './property.js'
import type { Searchable } from './searchable.js'

/** Returns the items sorted by a property; those that lack it come last in either order, ties the newest first. */
export function sortItems<Item extends ResourceRecord>(
  items: readonly Item[],
  resource: Searchable<Item>,
  by: string,
  direction: 'Ascending' | 'Descending',
): Item[] {
  const property = propertyOf(by, resource)
  if (property.kind === 'container') throw validation(`"${by}" holds other properties: results cannot be sorted by it.`)
  const sign = direction === 'Ascending' ? 1 : -1
  const keyed = items.map((item) => ({ item, key: sortKey(property.read(item)[0]) }))
  return keyed.sort((a, b) => compare(a.key, b.key, sign) || b.item.id - a.item.id).map(({ item }) => item)
}

function sortKey(value: unknown): number | string | undefined {
  if (typeof value === 'number' || value === undefined) return value
  return numeric(value) ?? (typeof value === 'string' ? value : JSON.stringify(value))
}

/** Numbers before texts, so that a hyperparameter with both has one order. */
function compare(a: number | string | undefined, b: number | string | undefined, sign: number): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0)
  if (typeof a !== typeof b) return sign * (typeof a === 'number' ? -1 : 1)
  return a < b ? -sign : a > b ? sign : 0
}
