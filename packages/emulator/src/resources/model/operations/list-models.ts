/** ListModels. */
import type { Operation } from '../../../protocol/operation.js'
import { seconds } from '../../../protocol/timestamp.js'
import { compareText, defaultPageSize, inOrder } from '../../../state/listing.js'
import type { ListRequest } from '../../../state/listing.js'
import type { Context } from '../../context.js'
import { modelSummary } from '../describe.js'
import { modelKind } from '../kind.js'
import { modelNameOf } from '../record.js'
import type { Model } from '../record.js'

interface Input extends ListRequest {
  readonly SortBy?: 'Name' | 'CreationTime'
}

const by = {
  Name: (a: Model, b: Model) => compareText(modelNameOf(a), modelNameOf(b)),
  CreationTime: (a: Model, b: Model) => a.creationTime - b.creationTime,
}

/** Answers a page of summaries, the newest first by default. */
export const listModels: Operation<Input, Context> = {
  name: 'ListModels',
  handle: ({ NextToken, ...request }, { collections, pages }) => {
    const models = collections.of(modelKind)
    const { SortBy = 'CreationTime', SortOrder = 'Descending', MaxResults = defaultPageSize } = request
    const { items, nextToken } = pages.page({
      request,
      token: NextToken,
      size: MaxResults,
      list: () => [...models.all()].filter((model) => isListed(model, request)).sort(inOrder(by[SortBy], SortOrder)),
      byId: (id) => models.byId(id),
    })
    return { Models: items.map(modelSummary), ...(nextToken === undefined ? {} : { NextToken: nextToken }) }
  },
}

/** Unlike other lists, this one takes the time of CreationTimeAfter itself too: "greater than or equal to". */
function isListed(model: Model, { NameContains = '', CreationTimeAfter, CreationTimeBefore }: Input): boolean {
  const created = seconds(model.creationTime)
  return (
    modelNameOf(model).includes(NameContains) &&
    created >= (CreationTimeAfter ?? -Infinity) &&
    created < (CreationTimeBefore ?? Infinity)
  )
}
