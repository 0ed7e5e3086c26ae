/** ListHyperParameterTuningJobs. */
import { tuningSummary } from '../describe-tuning-job.js'
import { compareText, isWithin } from '../listing.js'
import type { ListRequest } from '../listing.js'
import type { Operation } from '../operation.js'
import { tuningNameOf } from '../tuning-job.js'
import type { TuningJob } from '../tuning-job.js'

interface Input extends ListRequest {
  readonly SortBy?: 'Name' | 'CreationTime' | 'Status'
}

const defaultPageSize = 10

/** Answers a page of summaries, by name unless told otherwise. */
export const listHyperParameterTuningJobs: Operation<Input> = {
  name: 'ListHyperParameterTuningJobs',
  handle: ({ NextToken, ...request }, { jobs, tuningJobs, pages }) => {
    const { items, nextToken } = pages.page({
      request,
      token: NextToken,
      size: request.MaxResults ?? defaultPageSize,
      list: () =>
        [...tuningJobs.all()]
          .filter((job) => isWithin(tuningNameOf(job), job, request))
          .filter(({ status }) => request.StatusEquals === undefined || status === request.StatusEquals)
          .sort(order(request)),
      byId: (id) => tuningJobs.byId(id),
    })
    return {
      HyperParameterTuningJobSummaries: items.map((job) => tuningSummary(job, jobs.childrenOf(job.id))),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    }
  },
}

function order({ SortBy = 'Name', SortOrder = 'Ascending' }: Input) {
  const sign = SortOrder === 'Ascending' ? 1 : -1
  const compare = {
    Name: (a: TuningJob, b: TuningJob) => compareText(tuningNameOf(a), tuningNameOf(b)),
    CreationTime: (a: TuningJob, b: TuningJob) => a.creationTime - b.creationTime,
    Status: (a: TuningJob, b: TuningJob) => compareText(a.status, b.status),
  }[SortBy]
  return (a: TuningJob, b: TuningJob) => sign * (compare(a, b) || a.id - b.id)
}
