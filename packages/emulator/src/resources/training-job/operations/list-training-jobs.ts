/** ListTrainingJobs. */
import { seconds } from '../../../protocol/timestamp.js'
import { validation } from '../../../protocol/errors.js'
import { comparisons, defaultPageSize, inOrder, isWithin } from '../../../state/listing.js'
import type { ListRequest } from '../../../state/listing.js'
import type { Operation } from '../../../protocol/operation.js'
import type { TrainingContext } from '../context.js'
import { trainingJobKind } from '../kind.js'
import { nameOf } from '../record.js'
import type { TrainingJob } from '../record.js'

interface Input extends ListRequest {
  readonly SortBy?: 'Name' | 'CreationTime' | 'Status'
  readonly WarmPoolStatusEquals?: string
  readonly TrainingPlanArnEquals?: string
}

const by = comparisons(nameOf)

/**
 * Answers a page of summaries. StatusEquals is applied after the page is cut, as the service documents it: a page may be
 * short or empty and still have a NextToken.
 */
export const listTrainingJobs: Operation<Input, TrainingContext> = {
  name: 'ListTrainingJobs',
  handle: ({ NextToken, ...request }, { collections, pages }) => {
    for (const name of ['WarmPoolStatusEquals', 'TrainingPlanArnEquals'] as const)
      if (request[name] !== undefined) throw validation(`"${name}" of ListTrainingJobs is not available yet.`)
    const jobs = collections.of(trainingJobKind)
    const { items, nextToken } = pages.page({
      request,
      token: NextToken,
      size: request.MaxResults ?? defaultPageSize,
      list: () =>
        [...jobs.all()]
          .filter((job) => isWithin(nameOf(job), job, request))
          .sort(inOrder(by[request.SortBy ?? 'CreationTime'], request.SortOrder)),
      byId: (id) => jobs.byId(id),
    })
    const shown = items.filter(({ status }) => request.StatusEquals === undefined || status === request.StatusEquals)
    return { TrainingJobSummaries: shown.map(summary), ...(nextToken === undefined ? {} : { NextToken: nextToken }) }
  },
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
