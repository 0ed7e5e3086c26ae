/** A SearchExpression as one predicate over what is searched. */
import { validation } from '../protocol/errors.js'
import type { ResourceRecord } from '../state/kind.js'
import { filterTest } from './filter.js'
import type { Filter } from './filter.js'
import { nestedPropertyOf, propertyOf } from './property.js'
import type { Searchable } from './searchable.js'

/** As on the wire. */
export interface SearchExpression {
  readonly Filters?: readonly Filter[]
  readonly NestedFilters?: readonly NestedFilters[]
  readonly SubExpressions?: readonly SearchExpression[]
  readonly Operator?: 'And' | 'Or'
}

/** As on the wire: matches when a single element of the list meets all filters. */
export interface NestedFilters {
  readonly NestedPropertyName: string
  readonly Filters: readonly Filter[]
}

type Predicate<Item> = (item: Item) => boolean

const mostElements = 20
const mostElementsInAll = 50

/** Returns the predicate of an expression; one without any element matches everything. */
export function searchPredicate<Item extends ResourceRecord>(
  expression: SearchExpression,
  resource: Searchable<Item>,
): Predicate<Item> {
  checkLimits(expression)
  return predicate(expression, resource)
}

function predicate<Item extends ResourceRecord>(
  { Filters = [], NestedFilters = [], SubExpressions = [], Operator = 'And' }: SearchExpression,
  resource: Searchable<Item>,
): Predicate<Item> {
  const parts = [
    ...Filters.map((filter) => simple(filter, resource)),
    ...NestedFilters.map((filters) => nested(filters, resource)),
    ...SubExpressions.map((expression) => predicate(expression, resource)),
  ]
  if (parts.length === 0) return () => true
  return Operator === 'And' ? (item) => parts.every((part) => part(item)) : (item) => parts.some((part) => part(item))
}

function simple<Item extends ResourceRecord>(filter: Filter, resource: Searchable<Item>): Predicate<Item> {
  const property = propertyOf(filter.Name, resource)
  const test = filterTest(filter, property.kind)
  return (item) => test(property.read(item))
}

function nested<Item extends ResourceRecord>(
  { NestedPropertyName, Filters }: NestedFilters,
  resource: Searchable<Item>,
): Predicate<Item> {
  const list = nestedPropertyOf(NestedPropertyName, resource)
  const tests = Filters.map((filter) => {
    const property = list.property(filter.Name)
    const test = filterTest(filter, property.kind)
    return (element: unknown) => test(property.read(element))
  })
  return (item) => list.elements(item).some((element) => tests.every((test) => test(element)))
}

function checkLimits(expression: SearchExpression) {
  const { elements, contains } = count(expression)
  if (elements > mostElementsInAll)
    throw validation(
      `SearchExpression has ${elements} elements; at most ${mostElementsInAll} are allowed, counted through all levels.`,
    )
  if (contains > 1) throw validation("'CONTAINS' operator usage limit of 1 exceeded.")
}

interface Size {
  readonly elements: number
  readonly contains: number
}

function count({ Filters = [], NestedFilters = [], SubExpressions = [] }: SearchExpression): Size {
  const elements = Filters.length + NestedFilters.length + SubExpressions.length
  if (elements > mostElements)
    throw validation(`A SearchExpression has ${elements} elements at one level; at most ${mostElements} are allowed.`)
  const filters = [...Filters, ...NestedFilters.flatMap((each) => each.Filters)]
  const contains = filters.filter(({ Operator }) => Operator === 'Contains').length
  return SubExpressions.map(count).reduce(
    (sum, below) => ({ elements: sum.elements + below.elements, contains: sum.contains + below.contains }),
    { elements, contains },
  )
}
