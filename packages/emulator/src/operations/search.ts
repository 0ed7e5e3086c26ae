/** Search. */
import { validation } from '../protocol/errors.js'
import type { Operation } from '../protocol/operation.js'
import type { Context } from '../resources/context.js'
import type { Resource } from '../resources/resource.js'
import { searchPredicate } from '../search/expression.js'
import type { SearchExpression } from '../search/expression.js'
import { sortItems } from '../search/order.js'
import type { Searchable } from '../search/searchable.js'
import type { Collection } from '../state/collection.js'
import type { ResourceRecord } from '../state/kind.js'

interface Input {
  readonly Resource: string
  readonly SearchExpression?: SearchExpression
  readonly SortBy?: string
  readonly SortOrder?: 'Ascending' | 'Descending'
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly CrossAccountFilterOption?: string
  readonly VisibilityConditions?: object
}

/** The model states no default page size; clients must read on until there is no NextToken. */
const defaultPageSize = 10

/** Returns the operation over these kinds: it answers what an expression selects, newest change first by default. */
export function searchOver(resources: readonly Pick<Resource<never>, 'kind' | 'search'>[]): Operation<Input, Context> {
  return {
    name: 'Search',
    handle: (input, context) => {
      const searched = resources.flatMap(({ kind, search }) => (search ? [{ kind, searchable: search(context) }] : []))
      const found = searched.find(({ searchable }) => searchable.name === input.Resource)
      const names = searched.map(({ searchable }) => searchable.name)
      if (!found) throw validation(notAvailable(input.Resource, names))
      checkAvailable(input)
      return searchIn(context.collections.of(found.kind), found.searchable, input, context)
    },
  }
}

function searchIn(
  collection: Collection<ResourceRecord>,
  searchable: Searchable<ResourceRecord>,
  { NextToken, ...request }: Input,
  { pages }: Context,
) {
  const { SearchExpression = {}, SortBy = 'LastModifiedTime', SortOrder = 'Descending', MaxResults } = request
  const matches = searchPredicate(SearchExpression, searchable)
  const matching = () => [...collection.all()].filter(matches)
  let hits: number | undefined
  const { items, nextToken } = pages.page({
    request,
    token: NextToken,
    size: MaxResults ?? defaultPageSize,
    list: () => {
      const sorted = sortItems(matching(), searchable, SortBy, SortOrder)
      hits = sorted.length
      return sorted
    },
    byId: (id) => collection.byId(id),
  })
  return {
    Results: items.map((item) => ({ [searchable.name]: searchable.recordOf(item) })),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    TotalHits: { Value: hits ?? matching().length, Relation: 'EqualTo' },
  }
}

const notAvailable = (name: string, available: readonly string[]) =>
  `Search of resource "${name}" is not available yet; available: ${available.map((each) => `"${each}"`).join(', ')}.`

function checkAvailable({ CrossAccountFilterOption, VisibilityConditions }: Input) {
  if (CrossAccountFilterOption === 'CrossAccount')
    throw validation('Search with CrossAccountFilterOption "CrossAccount" is not available yet.')
  if (VisibilityConditions !== undefined) throw validation('"VisibilityConditions" of Search is not available yet.')
}
