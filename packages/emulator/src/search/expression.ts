/** A SearchExpression as one predicate over training jobs. */
import { validation } from '../errors.js'
import type { TrainingJob } from '../training-job.js'
import { filterTest } from './filter.js'
import type { Filter } from './filter.js'
import { nestedPropertyOf, propertyOf } from './property.js'

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

type Predicate = (job: TrainingJob) => boolean

const mostElements = 20
const mostElementsInAll = 50

/** Returns the predicate of an expression; one without any element matches every job. */
export function searchPredicate(expression: SearchExpression): Predicate {
  checkLimits(expression)
  return predicate(expression)
}

function predicate({
  Filters = [],
  NestedFilters = [],
  SubExpressions = [],
  Operator = 'And',
}: SearchExpression): Predicate {
  const parts = [...Filters.map(simple), ...NestedFilters.map(nested), ...SubExpressions.map(predicate)]
  if (parts.length === 0) return () => true
  return Operator === 'And' ? (job) => parts.every((part) => part(job)) : (job) => parts.some((part) => part(job))
}

function simple(filter: Filter): Predicate {
  const property = propertyOf(filter.Name)
  const test = filterTest(filter, property.kind)
  return (job) => test(property.read(job))
}

function nested({ NestedPropertyName, Filters }: NestedFilters): Predicate {
  const list = nestedPropertyOf(NestedPropertyName)
  const tests = Filters.map((filter) => {
    const property = list.property(filter.Name)
    const test = filterTest(filter, property.kind)
    return (element: unknown) => test(property.read(element))
  })
  return (job) => list.elements(job).some((element) => tests.every((test) => test(element)))
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
