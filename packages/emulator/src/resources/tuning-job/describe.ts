/** A tuning job as DescribeHyperParameterTuningJob, List and Search answer it. */
import { seconds } from '../../protocol/timestamp.js'
import { membersOf } from '../../protocol/api.js'
import { nameOf } from '../training-job/record.js'
import type { TrainingJob } from '../training-job/record.js'
import { tuningNameOf } from './record.js'
import type { TuningJob } from './record.js'
import { definitionsOf } from './request.js'
import type { TrainingJobDefinition } from './request.js'
import { objectiveHyperparameter } from './child-request.js'
import { progressOf } from './progress.js'
import {
  bestTrial,
  finalObjective,
  isBetter,
  objectiveCounters,
  objectiveStatus,
  sharedObjective,
  statusCounters,
} from './trials.js'

/** Returns the DescribeHyperParameterTuningJob response, less anything that is not set. */
export function describeTuningJob(job: TuningJob, children: readonly TrainingJob[], now: number) {
  return membersOf('DescribeHyperParameterTuningJobResponse', everything(job, children, now))
}

/** Returns the job as a Search result holds it: with its tags. */
export function tuningSearchRecord(job: TuningJob, children: readonly TrainingJob[], now: number) {
  return membersOf('HyperParameterTuningJobSearchEntity', { ...everything(job, children, now), Tags: job.tags })
}

/** Returns the job as ListHyperParameterTuningJobs lists it. */
export function tuningSummary(job: TuningJob, children: readonly TrainingJob[]) {
  const { Strategy, ResourceLimits } = job.request.HyperParameterTuningJobConfig
  return { ...common(job, children), Strategy, ResourceLimits }
}

/** Returns a training job as ListTrainingJobsForHyperParameterTuningJob lists it. */
export function describeTrial(tuningJob: TuningJob, job: TrainingJob) {
  const from = definitionsOf(tuningJob.request)[job.tuning?.definition ?? 0]
  const value = finalObjective(job)
  const name = from?.definition.DefinitionName
  return {
    ...(name === undefined ? {} : { TrainingJobDefinitionName: name }),
    TrainingJobName: nameOf(job),
    TrainingJobArn: job.arn,
    TuningJobName: tuningNameOf(tuningJob),
    CreationTime: seconds(job.creationTime),
    ...(job.trainingStartTime === undefined ? {} : { TrainingStartTime: seconds(job.trainingStartTime) }),
    ...(job.trainingEndTime === undefined ? {} : { TrainingEndTime: seconds(job.trainingEndTime) }),
    TrainingJobStatus: job.status,
    TunedHyperParameters: job.tuning?.assignment ?? {},
    ...(job.failureReason === undefined ? {} : { FailureReason: job.failureReason }),
    ...(value === undefined || !from
      ? {}
      : { FinalHyperParameterTuningJobObjectiveMetric: { ...from.objective, Value: value } }),
    ObjectiveStatus: objectiveStatus(job),
  }
}

function common(job: TuningJob, children: readonly TrainingJob[]) {
  return {
    HyperParameterTuningJobName: tuningNameOf(job),
    HyperParameterTuningJobArn: job.arn,
    HyperParameterTuningJobStatus: job.status,
    CreationTime: seconds(job.creationTime),
    ...(job.endTime === undefined ? {} : { HyperParameterTuningEndTime: seconds(job.endTime) }),
    LastModifiedTime: seconds(job.lastModifiedTime),
    TrainingJobStatusCounters: statusCounters(children),
    ObjectiveStatusCounters: objectiveCounters(children),
  }
}

function everything(job: TuningJob, children: readonly TrainingJob[], now: number) {
  const { request } = job
  const { TrainingJobDefinition: one, TrainingJobDefinitions: several } = request
  const best = bestTrial(request, children)
  const overall = overallBest(job, children)
  const { notImproving, convergedAt } = progressOf(request, children)
  return {
    ...request,
    HyperParameterTuningJobConfig: { TrainingJobEarlyStoppingType: 'Off', ...request.HyperParameterTuningJobConfig },
    ...(one ? { TrainingJobDefinition: withObjective(job, one, 0) } : {}),
    ...(several ? { TrainingJobDefinitions: several.map((each, index) => withObjective(job, each, index)) } : {}),
    ...common(job, children),
    ...(best ? { BestTrainingJob: describeTrial(job, best.job) } : {}),
    ...(overall ? { OverallBestTrainingJob: overall } : {}),
    ...(job.failureReason === undefined ? {} : { FailureReason: job.failureReason }),
    TuningJobCompletionDetails: {
      NumberOfTrainingJobsObjectiveNotImproving: notImproving,
      ...(convergedAt === undefined ? {} : { ConvergenceDetectedTime: seconds(convergedAt) }),
    },
    ConsumedResources: {
      RuntimeInSeconds: Math.max(0, Math.round(((job.endTime ?? now) - job.creationTime) / 1000)),
    },
  }
}

/** As the service shows it: among the static hyperparameters, with the one that it has added. */
function withObjective(job: TuningJob, definition: TrainingJobDefinition, index: number) {
  const metric = definitionsOf(job.request)[index]?.objective.MetricName
  return {
    ...definition,
    StaticHyperParameters: { ...definition.StaticHyperParameters, [objectiveHyperparameter]: metric },
  }
}

/** The best of the job and its parents, if they have data and algorithm in common. */
function overallBest(job: TuningJob, children: readonly TrainingJob[]): object | undefined {
  const { inherited, request } = job
  if (request.WarmStartConfig?.WarmStartType !== 'IdenticalDataAndAlgorithm') return undefined
  const own = bestTrial(request, children)
  const type = sharedObjective(request)?.Type
  if (!own || !type) return inherited.best?.summary
  const { best } = inherited
  return best && !isBetter(type, own.value, best.value) ? best.summary : describeTrial(job, own.job)
}
