/** ListHyperParameterTuningJobs. */
import { tuningSummary } from '../describe.js'
import { comparisons, defaultPageSize, inOrder, isWithin } from '../../../state/listing.js'
import type { ListRequest } from '../../../state/listing.js'
import type { Operation } from '../../../protocol/operation.js'
import { trainingJobKind } from '../../training-job/kind.js'
import type { TuningContext } from '../context.js'
import { tuningJobKind } from '../kind.js'
import { tuningNameOf } from '../record.js'

interface Input extends ListRequest {
  readonly SortBy?: 'Name' | 'CreationTime' | 'Status'
}

const by = comparisons(tuningNameOf)

/** Answers a page of summaries, by name unless the request sorts otherwise. */
export const listHyperParameterTuningJobs: Operation<Input, TuningContext> = {
  name: 'ListHyperParameterTuningJobs',
  handle: ({ NextToken, ...request }, { collections, pages }) => {
    const jobs = collections.of(trainingJobKind)
    const tuningJobs = collections.of(tuningJobKind)
    const { items, nextToken } = pages.page({
      request,
      token: NextToken,
      size: request.MaxResults ?? defaultPageSize,
      list: () =>
        [...tuningJobs.all()]
          .filter((job) => isWithin(tuningNameOf(job), job, request))
          .filter(({ status }) => request.StatusEquals === undefined || status === request.StatusEquals)
          .sort(inOrder(by[request.SortBy ?? 'Name'], request.SortOrder)),
      byId: (id) => tuningJobs.byId(id),
    })
    return {
      HyperParameterTuningJobSummaries: items.map((job) => tuningSummary(job, jobs.childrenOf(job.id))),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    }
  },
}
