/** Search. */
import { searchRecord } from '../describe.js'
import { validation } from '../errors.js'
import type { Operation } from '../operation.js'
import { searchPredicate } from '../search/expression.js'
import type { SearchExpression } from '../search/expression.js'
import { sortJobs } from '../search/order.js'
import { lookup } from './list-training-jobs.js'

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

/** Answers the training jobs that an expression selects, newest change first unless told otherwise. */
export const search: Operation<Input> = {
  name: 'Search',
  handle: ({ NextToken, ...request }, { jobs, pages }) => {
    checkAvailable(request)
    const { SearchExpression = {}, SortBy = 'LastModifiedTime', SortOrder = 'Descending', MaxResults } = request
    const matches = searchPredicate(SearchExpression)
    const all = () => [...jobs.all()]
    let hits: number | undefined
    const list = () => {
      const found = sortJobs(all().filter(matches), SortBy, SortOrder)
      hits = found.length
      return found
    }
    const size = MaxResults ?? defaultPageSize
    const { items, nextToken } = pages.page({ request, token: NextToken, size, list, byId: lookup(all) })
    return {
      Results: items.map((job) => ({ TrainingJob: searchRecord(job) })),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      TotalHits: { Value: hits ?? all().filter(matches).length, Relation: 'EqualTo' },
    }
  },
}

function checkAvailable({ Resource, CrossAccountFilterOption, VisibilityConditions }: Input) {
  if (Resource !== 'TrainingJob')
    throw validation(`Search of resource "${Resource}" is not available yet; available: "TrainingJob".`)
  if (CrossAccountFilterOption === 'CrossAccount')
    throw validation('Search with CrossAccountFilterOption "CrossAccount" is not available yet.')
  if (VisibilityConditions !== undefined) throw validation('"VisibilityConditions" of Search is not available yet.')
}
