/** ListTrainingJobs. */
import { seconds } from '../describe.js'
import { validation } from '../errors.js'
import { compareText, isWithin } from '../listing.js'
import type { ListRequest } from '../listing.js'
import type { Operation } from '../operation.js'
import { nameOf } from '../training-job.js'
import type { TrainingJob } from '../training-job.js'

interface Input extends ListRequest {
  readonly SortBy?: 'Name' | 'CreationTime' | 'Status'
  readonly WarmPoolStatusEquals?: string
  readonly TrainingPlanArnEquals?: string
}

const defaultPageSize = 10

/**
 * Answers a page of summaries. StatusEquals is applied after the page is cut, as the service documents it: a page may be
 * short or empty and still have a NextToken.
 */
export const listTrainingJobs: Operation<Input> = {
  name: 'ListTrainingJobs',
  handle: ({ NextToken, ...request }, { jobs, pages }) => {
    for (const name of ['WarmPoolStatusEquals', 'TrainingPlanArnEquals'] as const)
      if (request[name] !== undefined) throw validation(`"${name}" of ListTrainingJobs is not available yet.`)
    const all = () => [...jobs.all()]
    const { items, nextToken } = pages.page({
      request,
      token: NextToken,
      size: request.MaxResults ?? defaultPageSize,
      list: () =>
        all()
          .filter((job) => isWithin(nameOf(job), job, request))
          .sort(order(request)),
      byId: lookup(all),
    })
    const shown = items.filter(({ status }) => request.StatusEquals === undefined || status === request.StatusEquals)
    return { TrainingJobSummaries: shown.map(summary), ...(nextToken === undefined ? {} : { NextToken: nextToken }) }
  },
}

/** Returns a lookup by id that builds its index on first use. */
export function lookup<Item extends { readonly id: number }>(
  all: () => readonly Item[],
): (id: number) => Item | undefined {
  let index: Map<number, Item> | undefined
  return (id) => (index ??= new Map(all().map((item) => [item.id, item]))).get(id)
}

function order({ SortBy = 'CreationTime', SortOrder = 'Ascending' }: Input) {
  const sign = SortOrder === 'Ascending' ? 1 : -1
  const compare = {
    Name: (a: TrainingJob, b: TrainingJob) => compareText(nameOf(a), nameOf(b)),
    CreationTime: (a: TrainingJob, b: TrainingJob) => a.creationTime - b.creationTime,
    Status: (a: TrainingJob, b: TrainingJob) => compareText(a.status, b.status),
  }[SortBy]
  return (a: TrainingJob, b: TrainingJob) => sign * (compare(a, b) || a.id - b.id)
}

function summary(job: TrainingJob) {
  return {
    TrainingJobName: nameOf(job),
    TrainingJobArn: job.arn,
    CreationTime: seconds(job.creationTime),
    ...(job.trainingEndTime === undefined ? {} : { TrainingEndTime: seconds(job.trainingEndTime) }),
    LastModifiedTime: seconds(job.lastModifiedTime),
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
  }
}
