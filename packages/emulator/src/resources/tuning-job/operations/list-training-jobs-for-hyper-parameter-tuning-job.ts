/** ListTrainingJobsForHyperParameterTuningJob. */
import { describeTrial } from '../describe.js'
import { comparisons, defaultPageSize, inOrder } from '../../../state/listing.js'
import type { Operation } from '../../../protocol/operation.js'
import { trainingJobKind } from '../../training-job/kind.js'
import type { TuningContext } from '../context.js'
import { tuningJobKind } from '../kind.js'
import { nameOf } from '../../training-job/record.js'
import type { TrainingJob } from '../../training-job/record.js'
import { finalObjective } from '../trials.js'

interface Input {
  readonly HyperParameterTuningJobName: string
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly StatusEquals?: string
  readonly SortBy?: 'Name' | 'CreationTime' | 'Status' | 'FinalObjectiveMetricValue'
  readonly SortOrder?: 'Ascending' | 'Descending'
}

const by = {
  ...comparisons(nameOf),
  FinalObjectiveMetricValue: (a: TrainingJob, b: TrainingJob) => (finalObjective(a) ?? 0) - (finalObjective(b) ?? 0),
}

/** Answers a page of a tuning job's training jobs; sorted by their objective, those without one are not listed. */
export const listTrainingJobsForHyperParameterTuningJob: Operation<Input, TuningContext> = {
  name: 'ListTrainingJobsForHyperParameterTuningJob',
  handle: ({ NextToken, ...request }, { collections, pages }) => {
    const jobs = collections.of(trainingJobKind)
    const tuningJobs = collections.of(tuningJobKind)
    const tuningJob = tuningJobs.get(request.HyperParameterTuningJobName)
    const children = jobs.childrenOf(tuningJob.id)
    const { items, nextToken } = pages.page({
      request,
      token: NextToken,
      size: request.MaxResults ?? defaultPageSize,
      list: () =>
        children
          .filter(({ status }) => request.StatusEquals === undefined || status === request.StatusEquals)
          .filter((job) => request.SortBy !== 'FinalObjectiveMetricValue' || finalObjective(job) !== undefined)
          .sort(inOrder(by[request.SortBy ?? 'Name'], request.SortOrder)),
      byId: (id) => jobs.byId(id),
    })
    return {
      TrainingJobSummaries: items.map((job) => describeTrial(tuningJob, job)),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    }
  },
}
