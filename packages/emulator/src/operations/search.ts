/** Search. */
import { validation } from '../protocol/errors.js'
import type { Operation } from '../protocol/operation.js'
import type { Pages } from '../state/pages.js'
import { searchPredicate } from '../search/expression.js'
import type { SearchExpression } from '../search/expression.js'
import { sortItems } from '../search/order.js'
import { trainingJobs, tuningJobsNow } from '../search/resource.js'
import type { Resource } from '../search/resource.js'
import { lookup } from '../state/listing.js'

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

/** Answers the training or tuning jobs that an expression selects, newest change first unless told otherwise. */
export const search: Operation<Input> = {
  name: 'Search',
  handle: (input, { jobs, tuningJobs, pages, now }) => {
    checkAvailable(input)
    return input.Resource === 'TrainingJob'
      ? searchIn(trainingJobs, () => [...jobs.all()], input, pages)
      : searchIn(tuningJobsNow(jobs, now()), () => [...tuningJobs.all()], input, pages)
  },
}

function searchIn<Item extends { readonly id: number }>(
  resource: Resource<Item>,
  all: () => readonly Item[],
  { NextToken, ...request }: Input,
  pages: Pages,
) {
  const { SearchExpression = {}, SortBy = 'LastModifiedTime', SortOrder = 'Descending', MaxResults } = request
  const matches = searchPredicate(SearchExpression, resource)
  let hits: number | undefined
  const list = () => {
    const found = sortItems(all().filter(matches), resource, SortBy, SortOrder)
    hits = found.length
    return found
  }
  const size = MaxResults ?? defaultPageSize
  const { items, nextToken } = pages.page({ request, token: NextToken, size, list, byId: lookup(all) })
  return {
    Results: items.map((item) => ({ [resource.name]: resource.recordOf(item) })),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    TotalHits: { Value: hits ?? all().filter(matches).length, Relation: 'EqualTo' },
  }
}

function checkAvailable({ Resource, CrossAccountFilterOption, VisibilityConditions }: Input) {
  if (Resource !== 'TrainingJob' && Resource !== 'HyperParameterTuningJob')
    throw validation(
      `Search of resource "${Resource}" is not available yet; available: "TrainingJob", "HyperParameterTuningJob".`,
    )
  if (CrossAccountFilterOption === 'CrossAccount')
    throw validation('Search with CrossAccountFilterOption "CrossAccount" is not available yet.')
  if (VisibilityConditions !== undefined) throw validation('"VisibilityConditions" of Search is not available yet.')
}
